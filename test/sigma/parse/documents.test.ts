import { expect, test } from 'vitest';
import { parseRules } from '../../../src/sigma/parse/parse-rules.ts';
import { markedProblems, problemsOf } from '../one-rule.ts';

const detection = 'detection: {sel: {a: x}, condition: sel}\n';
const global = `action: global\nlogsource: {product: p}\nlevel: low\n${detection}`;

function parsed(text: string) {
  const { rules, problems } = parseRules(text, 'a.yml');
  expect(problems).toEqual([]);
  return rules;
}

test('what is global lies over every rule after it, up to a reset, as in pySigma', () => {
  const rules = parsed(
    `${global}---\ntitle: A\n---\ntitle: B\nlevel: high\n---\naction: reset\n---\ntitle: C\nlogsource: {service: s}\n${detection}`,
  );
  expect(rules).toMatchObject([
    { title: 'A', level: 'low', logsource: { product: 'p' }, custom: {} },
    { title: 'B', level: 'low', logsource: { product: 'p' } },
    { title: 'C', level: 'medium', logsource: { product: undefined, service: 's' } },
  ]);
});

test('maps merge deeply, and all else is replaced', () => {
  const [rule] = parsed(
    `${global}tags: [a, b]\n---\ntitle: A\ntags: [c]\nlogsource: {service: s}\ndetection: {other: {b: y}, sel: {c: z}, condition: sel and other}\n`,
  );
  expect(rule).toMatchObject({
    tags: ['a', 'b'],
    logsource: { product: 'p', service: 's' },
    detection: {
      selections: { sel: { of: [{ field: 'c' }, { field: 'a' }] }, other: {} },
      condition: { kind: 'selection' },
    },
  });
});

test('another global takes the place of the first', () => {
  const rules = parsed(
    `${global}---\naction: global\nlogsource: {service: s}\n${detection}---\ntitle: A\n`,
  );
  expect(rules).toMatchObject([{ level: 'medium', logsource: { product: undefined } }]);
});

test('a repeat lies over the document before it, and the next over both', () => {
  const rules = parsed(
    `${global}---\ntitle: A\ntags: [a]\n---\naction: repeat\ntitle: B\n---\naction: reset\n---\naction: repeat\nlevel: high\n`,
  );
  expect(rules.map(({ title, level, tags }) => ({ title, level, tags }))).toEqual([
    { title: 'A', level: 'low', tags: ['a'] },
    { title: 'B', level: 'low', tags: ['a'] },
    { title: 'B', level: 'high', tags: ['a'] },
  ]);
});

test('a repeat may be of a global, which it leaves as it was', () => {
  const rules = parsed(`${global}---\naction: repeat\ntitle: A\nlevel: high\n---\ntitle: B\n`);
  expect(rules).toMatchObject([
    { title: 'A', level: 'low' },
    { title: 'B', level: 'low' },
  ]);
});

test('correlation rules and filters take nothing from a global, but may be repeated', () => {
  const correlation = 'title: C\ncorrelation: {type: temporal, rules: a, timespan: 5m}\n';
  const filter =
    'title: F\nlogsource: {service: s}\nfilter: {rules: any, s: {a: x}, condition: s}\n';
  const repeat = 'action: repeat\ncorrelation: {timespan: 1h}\n';
  const { correlations, filters, problems } = parseRules(
    `${global}---\n${correlation}---\n${repeat}---\n${filter}`,
    'a.yml',
  );
  expect(problems).toEqual([]);
  expect(correlations.map(({ rule }) => [rule.level, rule.correlation.timespan])).toEqual([
    ['medium', 300],
    ['medium', 3_600],
  ]);
  expect(filters).toMatchObject([{ filter: { logsource: { product: undefined } } }]);
});

test.each(['Global', 'repeat it', '[global]', '5', 'page the owner'])(
  'with another value action is a custom key: %s',
  (action) => {
    const [rule] = parsed(`title: A\nlogsource: {product: p}\n${detection}action: ${action}\n`);
    expect(rule?.custom).toHaveProperty('action');
  },
);

test.each([
  ['a repeat of nothing', '‹nothing-to-repeat›action: repeat\ntitle: A\n'],
  [
    'a repeat of nothing but a reset, once',
    'action: reset\n---\n‹nothing-to-repeat›action: repeat\n---\naction: repeat\n',
  ],
  ['a repeat of what cannot be read', 'title: ‹yaml-alias›*x\n---\naction: repeat\ntitle: B\n'],
  ['a repeat of what is no rule', '‹not-a-rule›[]\n---\naction: repeat\ntitle: B\n'],
  ['a global alone', `‹empty-file›${global}`],
  ['a reset alone', '‹empty-file›action: reset\n'],
  [
    'a slip in a global, once',
    `action: global\nlogsource: {product: p, ‹unknown-key›sevice: s}\n${detection}---\ntitle: A\n---\ntitle: B\n`,
  ],
  ['what a rule lacks, where the rule begins', `${global}---\n‹missing-key›tags: []\n`],
  [
    'a condition from a global',
    `action: global\ndetection: {condition: sel or ‹undefined-selection›foo}\n---\ntitle: A\nlogsource: {product: p}\ndetection: {sel: {a: x}}\n`,
  ],
  [
    'two kinds that were merged',
    `${global}---\ntitle: A\n---\naction: repeat\n‹mixed-document›correlation: {}\n`,
  ],
])('documents that build on each other are reported where the slip is: %s', (_, text) => {
  const { expected, found } = markedProblems(text);
  expect(found).toEqual(expected);
});

test('rules on a global whose YAML has a problem are left out', () => {
  const text = `${global}level: high\n---\ntitle: A\n`;
  expect(problemsOf(text)).toEqual(['duplicate-key@5:1']);
  expect(parseRules(text, 'a.yml').rules).toEqual([]);
});

test('a small file does not grow without end', () => {
  const many = (count: number) => `${global}${'---\ntitle: A\n'.repeat(count)}`;
  expect(parsed(many(1_000))).toHaveLength(1_000);
  expect(problemsOf(many(5_000))).toEqual(['too-many-documents@2006:1']);
});
