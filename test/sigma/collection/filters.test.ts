import { expect, test } from 'vitest';
import { compileRules } from '../../../src/sigma/match/compile-rules.ts';
import type { Rule } from '../../../src/sigma/rule.ts';
import { correlation, read, readMarked, rule } from './marked-files.ts';

/** A filter whose body is given in YAML's flow style, without its braces. */
function filter(flow: string, logsource = '{product: p}'): string {
  return `title: F\nlogsource: ${logsource}\nfilter: {${flow}}\n`;
}

/** The titles of the rules that an event matches. */
function matched(rules: readonly Rule[], event: Readonly<Record<string, unknown>>) {
  const unexpected = () => expect.unreachable();
  return compileRules(rules)
    .match(event, unexpected)
    .map(({ title }) => title);
}

test('a filter is ANDed to the rules that it names, by id or name, and to no other', () => {
  const { rules } = read(
    filter('rules: [a, i], robots: {user: robot}, condition: not robots'),
    rule('a', '', 'x'),
    rule('b', 'id: i', 'x'),
    rule('c', '', 'x'),
  );
  expect(matched(rules, { a: 'x' })).toEqual(['a', 'b', 'c']);
  expect(matched(rules, { a: 'x', user: 'robot' })).toEqual(['c']);
});

test('a filter without a not narrows its rules to what it says', () => {
  const { rules } = read(filter('rules: a, sel: {user: root}, condition: sel'), rule('a'));
  expect(matched(rules, { a: 'a' })).toEqual([]);
  expect(matched(rules, { a: 'a', user: 'root' })).toEqual(['a']);
});

test('a filter for any rule goes to those that its logsource contains', () => {
  const { rules } = read(
    filter('rules: any, sel: {user: root}, condition: not sel', '{service: S}'),
    rule('a', '', 'x'),
    rule('b', '', 'x').replace('service: s', 'service: other'),
    rule('c', '', 'x').replace(', service: s', ''),
  );
  expect(matched(rules, { a: 'x', user: 'root' })).toEqual(['b', 'c']);
});

test('several filters of one rule all have to hold, whatever their selections are called', () => {
  const { rules } = read(
    rule('a')
      .replace('sel: {a: a}', 'filter_1_sel: {a: a}')
      .replace('condition: sel', 'condition: all of them'),
    filter('rules: a, sel: {user: root}, condition: not sel'),
    filter('rules: any, sel: {ip: "1"}, _other: {ip: "2"}, condition: not 1 of *'),
  );
  expect(matched(rules, { a: 'a' })).toEqual(['a']);
  expect(matched(rules, { a: 'a', user: 'root' })).toEqual([]);
  expect(matched(rules, { a: 'a', ip: '1' })).toEqual([]);
  expect(matched(rules, { a: 'a', ip: '2' })).toEqual([]);
  expect(Object.keys(rules[0]?.detection.selections ?? {})).toHaveLength(4);
});

test('a filtered rule survives JSON', () => {
  const { rules } = read(
    filter('rules: a, __proto__: {b: y}, condition: not __proto__'),
    rule('a'),
  );
  const shipped: typeof rules = JSON.parse(JSON.stringify(rules));
  expect(shipped).toEqual(rules);
  expect(matched(shipped, { a: 'a', b: 'y' })).toEqual([]);
});

test('many filters of one rule do not nest', () => {
  const one = filter('rules: a, sel: {b: y}, condition: not sel');
  const { rules } = read(rule('a'), `${one}---\n`.repeat(500));
  expect(matched(rules, { a: 'a' })).toEqual(['a']);
  expect(matched(rules, { a: 'a', b: 'y' })).toEqual([]);
});

const tail = 'sel: {a: "*"}, condition: not sel';

test.each([
  ['names a rule that is nowhere', filter(`rules: [a, ‹unknown-reference›b], ${tail}`)],
  ['names a rule for other logs', filter(`rules: [‹foreign-reference›a], ${tail}`, '{product: q}')],
  [
    'names a rule for more logs than its own',
    filter(`rules: ‹foreign-reference›a, ${tail}`, '{product: p, category: c}'),
  ],
  [
    'names a correlation rule',
    `${filter(`rules: ‹foreign-reference›c, ${tail}`)}---\n${correlation('c', 'a')}`,
  ],
  [
    'names two rules at once',
    `${filter(`rules: [a, ‹ambiguous-reference›d], ${tail}`)}---\n${rule('d')}---\n${rule('d')}`,
  ],
  [
    'names a rule with a problem',
    `${filter(`rules: [a, ‹refused-reference›d], ${tail}`)}---\n${rule('d', 'level: ‹bad-value›x')}`,
  ],
  [
    'has a problem of its own',
    filter(`rules: any, ‹wrong-type›${tail}`)
      .replace('‹wrong-type›', '')
      .replace('not sel', 'not ‹undefined-selection›sl'),
  ],
])('a filter that %s is reported, and its rules ring unfiltered', (_, marked) => {
  const { collection, expected, found } = readMarked(marked, rule('a'));
  expect(found).toEqual(expected);
  expect(matched(collection.rules, { a: 'a' })).toEqual(['a']);
});

test('a rule named twice, by id and by name, is filtered', () => {
  const { rules } = read(filter(`rules: [a, i], ${tail}`), rule('a', 'id: i'));
  expect(matched(rules, { a: 'a' })).toEqual([]);
});
