import { expect, test } from 'vitest';
import { readCollection } from '../../../src/sigma/collection/read-collection.ts';
import { rulesBehind } from '../../../src/sigma/correlate/references.ts';

const rule = (name: string) =>
  `title: ${name}\nname: ${name}\nlogsource: {product: p}\ndetection: {sel: {a: ${name}}, condition: sel}\n`;

const correlation = (name: string, ...rules: readonly string[]) =>
  `title: ${name}\nname: ${name}\ncorrelation: {type: event_count, rules: [${rules.join(', ')}], timespan: 1m, condition: {gte: 2}}\n`;

const texts = [
  correlation('top', 'middle', 'd'),
  rule('a'),
  correlation('other', 'c'),
  correlation('middle', 'bottom', 'a'),
  correlation('bottom', 'b'),
  ...['b', 'c', 'd'].map(rule),
];

test.each([
  ['top', 'a b d', 'top middle bottom'],
  ['middle', 'a b', 'middle bottom'],
  ['other', 'c', 'other'],
])('behind %s are the rules %s, by way of %s', (name, rules, by) => {
  const all = readCollection([{ text: texts.join('---\n'), file: 'a.yml' }], new Map());
  expect(all.problems).toEqual([]);
  const found = all.correlations
    .filter((each) => each.name === name)
    .map((each) => rulesBehind(each, all.rules, all.correlations));
  expect(found.map((each) => each.rules.map(({ title }) => title).join(' '))).toEqual([rules]);
  expect(found.map((each) => each.correlations.map(({ title }) => title).join(' '))).toEqual([by]);
});
