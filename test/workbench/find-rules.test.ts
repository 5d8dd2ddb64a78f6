import { expect, test } from 'vitest';
import { parseRules } from '../../src/sigma/parse/parse-rules.ts';
import { findRules, nearestRule } from '../../src/workbench/find-rules.ts';

const rule = (id: string, title: string, more = '') =>
  parseRules(
    `title: ${title}
id: ${id}
level: high
logsource: {product: alicloud, service: actiontrail}
detection: {selection: {eventName: X}, condition: selection}
${more}`,
    `rules/ecd/${title.toLowerCase().replaceAll(' ', '_')}.yml`,
  ).rules;

const rules = [
  ...rule('00000000-0000-4000-8000-000000000001', 'First One', 'name: the_first'),
  ...rule('00000000-0000-4000-8000-000000000002', 'Second One', 'zh: {title: 第二}'),
  ...rule('11111111-0000-4000-8000-000000000003', 'Third One'),
];

test.each([
  ['00000000-0000-4000-8000-000000000001', ['First One']],
  ['the_first', ['First One']],
  ['Second One', ['Second One']],
  ['第二', ['Second One']],
  ['rules/ecd/third_one.yml', ['Third One']],
  ['third_one.yml', ['Third One']],
  ['third_one', ['Third One']],
  ['1', ['Third One']],
  ['00000000', ['First One', 'Second One']],
  ['One', []],
  ['', []],
])('%j names %j', (named, titles) => {
  expect(findRules(named, rules).map(({ title }) => title)).toEqual(titles);
});

test('what a rule is called in full wins over how the id of another begins', () => {
  const [first] = rule('the_first_of_all', 'Fourth One');
  expect(findRules('the_first', first ? [first, ...rules] : []).map(({ title }) => title)).toEqual([
    'First One',
  ]);
});

test('of a name that is none, the nearest is said', () => {
  expect(nearestRule('the_frist', rules)).toContain("'the_first'");
  expect(nearestRule('something else', rules)).toBe('');
});
