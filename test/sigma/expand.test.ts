import { expect, test } from 'vitest';
import { expand } from '../../src/sigma/expand.ts';
import type { Value } from '../../src/sigma/rule.ts';

const lists = new Map<string, readonly Value[]>([
  ['admins', ['root', 'ops-*']],
  ['ports', [22, 3389]],
  ['one-two.3', ['x']],
  ['nested', ['%admins%']],
  ['many', Array.from({ length: 101 }, (_, index) => index)],
]);

test.each([
  ['%admins%', ['root', 'ops-*']],
  ['%ports%', [22, 3389]],
  ['user:%admins%', ['user:root', 'user:ops-*']],
  ['%admins%@%ports%!', ['root@22!', 'root@3389!', 'ops-*@22!', 'ops-*@3389!']],
  ['%admins%%one-two.3%', ['rootx', 'ops-*x']],
  ['%nested%', ['%admins%']],
  ['100 % of %one-two.3%', ['100 % of x']],
  [String.raw`100\% of %one-two.3%`, ['100% of x']],
  [String.raw`\%admins% %one-two.3%`, ['%admins% x']],
  [String.raw`C:\\%one-two.3%\n`, [String.raw`C:\\x\n`]],
  [String.raw`\*%one-two.3%*`, [String.raw`\*x*`]],
])('%s stands for %j', (value, expected) => {
  expect(expand(value, lists)).toEqual({ values: expected, faults: [] });
});

test.each([
  ['%admin%', 'unknown-list@0'],
  ['a-%nobody%-%ports%-%nothing%', 'unknown-list@2 unknown-list@19'],
  ['%__proto__%', 'unknown-list@0'],
  ['admins', 'modifier-value@0'],
  ['', 'modifier-value@0'],
  ['%%', 'modifier-value@0'],
  ['50% of 100%', 'modifier-value@0'],
  [String.raw`\%admins%`, 'modifier-value@0'],
  [5, 'modifier-value@0'],
  [null, 'modifier-value@0'],
  [true, 'modifier-value@0'],
  ['%many%%many%', 'modifier-value@0'],
])('%s is refused: %s', (value, expected) => {
  const { values, faults } = expand(value, lists);
  expect(values).toEqual([]);
  expect(faults.map(({ code, index }) => `${code}@${index}`).join(' ')).toBe(expected);
});

test('a list that is misspelt is named', () => {
  expect(expand('%admin%', lists).faults[0]?.message).toContain("'admins'");
});
