import { expect, test } from 'vitest';
import { compileRules } from '../../../src/sigma/match/compile-rules.ts';
import { parseRules } from '../../../src/sigma/parse/parse-rules.ts';
import { matches, ruleText, selection } from '../one-rule.ts';

/** Three rules: one that wants `a`, one with a keyword, one that wants anything but `a`. */
const { rules } = parseRules(
  [
    ruleText(selection('{a: x}')),
    ruleText(selection('[needle]')),
    ruleText('detection: {sel: {a: x}, condition: not sel}'),
  ].join('---\n'),
  'a.yml',
);

const unexpected = (): void => expect.unreachable();

test('a set answers the rules that match, in their order', () => {
  const set = compileRules(rules);
  expect(set.rules).toEqual(rules);
  expect(set.match({ a: 'x', b: 'needle' }, unexpected)).toEqual([rules[0], rules[1]]);
  expect(set.match({ b: 'needle' }, unexpected)).toEqual([rules[1], rules[2]]);
  expect(set.match({}, unexpected)).toEqual([rules[2]]);
});

test('a rule that throws is reported and does not stop the others', () => {
  const event = Object.defineProperty({ b: 'needle', c: 1 }, 'a', {
    get: () => {
      throw new RangeError('boom');
    },
  });
  const faults: unknown[] = [];
  const matched = compileRules(rules).match(event, (rule, error) => faults.push([rule, error]));
  expect(matched).toEqual([rules[1]]);
  expect(faults).toEqual([
    [rules[0], new RangeError('boom')],
    [rules[2], new RangeError('boom')],
  ]);
});

test('a rule that was not made by the parser is refused by name', () => {
  const [rule] = rules;
  if (rule === undefined) throw new Error('no rule');
  const condition = { kind: 'selection', name: 'gone' } as const;
  const broken = { ...rule, detection: { ...rule.detection, condition } };
  expect(() => compileRules([broken])).toThrow(/a\.yml.*T/);
});

test('an event nested without end is matched like any other', () => {
  const deep = (open: string, inner: string, close: string): unknown =>
    JSON.parse(open.repeat(10_000) + inner + close.repeat(10_000));
  const maps = { a: deep('{"a":', '"a needle"', '}') };
  const arrays = { a: deep('[', '"x"', ']') };
  expect(matches(selection('[needle]'), maps)).toBe(true);
  expect(matches(selection('[needle]'), arrays)).toBe(false);
  expect(matches(selection('{a: x}'), arrays)).toBe(true);
  expect(matches(selection('{a.a.a.a: x}'), maps)).toBe(false);
  expect(matches(selection('{a|exists: true}'), maps)).toBe(true);
});

test('a field of an array with very many members is read', () => {
  const members = Array.from({ length: 200_000 }, (_, index) => ({ b: index }));
  expect(matches(selection('{a.b: 199999}'), { a: members })).toBe(true);
  expect(matches(selection('[nowhere]'), { a: members })).toBe(false);
});

test.each([
  ["{a|re: '(a+)+$'}", 'a'.repeat(100_000) + 'b', false],
  ["{a|re: '^(([a-z])+.)+[A-Z]([a-z])+$'}", 'a'.repeat(100_000), false],
  ['{a: "*a*a*a*a*b"}', 'a'.repeat(100_000), false],
  ['{a|contains: aaab}', 'a'.repeat(1_000_000), false],
  ['{a: 5}', '5'.repeat(1_000_000), false],
  ['{a|cidr: 10.0.0.0/8}', '1.'.repeat(500_000), false],
  ['{a|contains: x}', '\ud800x\udc00', true],
  ['{a: "?x?"}', '\ud800x\udc00', true],
  ['{a|re: ^.x.$}', '\ud800x\udc00', true],
])('%s comes to an answer on hostile text', (flow, text, expected) => {
  expect(matches(selection(flow), { a: text })).toBe(expected);
});

test('the prototype of an event is never looked at', () => {
  const event: Record<string, unknown> = JSON.parse('{"__proto__": {"a": "x"}, "b": "y"}');
  expect(matches(selection('{a: x}'), event)).toBe(false);
  expect(matches(selection('{__proto__.a: x}'), event)).toBe(true);
  expect(matches(selection('{toString|exists: true}'), event)).toBe(false);
  expect(matches(selection('[x]'), event)).toBe(true);
});
