import { expect, test } from 'vitest';
import type { CorrelationRule } from '../../../src/sigma/correlation-rule.ts';
import { parseRules } from '../../../src/sigma/parse/parse-rules.ts';
import { markedProblems, problemsOf } from '../one-rule.ts';

const full = `
title: Many Endpoints Deleted
id: 9f4b7d5e-6f0c-4b5f-9f3a-1f2a3b4c5d6e
name: many_deleted
level: critical
author: someone
correlation:
    type: value_count
    rules: [endpoint_deleted, service_deleted]
    group-by: [user, sourceIpAddress]
    aliases:
        user:
            endpoint_deleted: userIdentity.userName
            service_deleted: userIdentity.principalId
    timespan: 90m
    condition:
        field: [region, eventName]
        gt: 100
        lte: 200
    generate: true
tests: [{match: true}]
`;

/** A correlation whose section is given in YAML's flow style, without its braces. */
function section(flow: string): string {
  return `title: T\ncorrelation: {${flow}}\n`;
}

function correlation(flow: string): CorrelationRule['correlation'] | undefined {
  const { correlations, problems } = parseRules(section(flow), 'test.yml');
  expect(problems).toEqual([]);
  return correlations[0]?.rule.correlation;
}

test('a correlation rule is read whole, with the places of its references beside it', () => {
  const { correlations, problems, rules } = parseRules(full, 'rules/a.yml');
  expect(problems).toEqual([]);
  expect(rules).toEqual([]);
  expect(correlations).toEqual([
    {
      kind: 'correlation',
      rule: {
        title: 'Many Endpoints Deleted',
        id: '9f4b7d5e-6f0c-4b5f-9f3a-1f2a3b4c5d6e',
        name: 'many_deleted',
        level: 'critical',
        status: undefined,
        description: undefined,
        tags: [],
        fields: [],
        references: [],
        falsepositives: [],
        tests: [{ match: true }],
        custom: { author: 'someone' },
        file: 'rules/a.yml',
        line: 2,
        correlation: {
          type: 'value_count',
          rules: ['endpoint_deleted', 'service_deleted'],
          groupBy: ['user', 'sourceIpAddress'],
          aliases: {
            user: {
              endpoint_deleted: 'userIdentity.userName',
              service_deleted: 'userIdentity.principalId',
            },
          },
          timespan: 5_400,
          condition: {
            kind: 'bounds',
            bounds: { gt: 100, lte: 200 },
            fields: ['region', 'eventName'],
            percentile: 50,
          },
          generate: true,
        },
      },
      references: [
        { name: 'endpoint_deleted', place: { file: 'rules/a.yml', line: 9, column: 13 } },
        { name: 'service_deleted', place: { file: 'rules/a.yml', line: 9, column: 31 } },
      ],
    },
  ]);
});

test('a correlation rule survives JSON', () => {
  const rules = parseRules(full, 'a.yml').correlations.map(({ rule }) => rule);
  expect(JSON.parse(JSON.stringify(rules))).toEqual(rules);
});

test('one rule and one field need no list, and without group-by there is one group', () => {
  expect(
    correlation('type: event_count, rules: a, group-by: user, timespan: 1h, condition: {gte: 5}'),
  ).toMatchObject({ rules: ['a'], groupBy: ['user'], generate: false, aliases: {} });
  expect(
    correlation('type: event_count, rules: a, timespan: 1h, condition: {gte: 5}'),
  ).toMatchObject({ groupBy: [] });
});

test.each([
  ['30s', 30],
  ['90m', 5_400],
  ['24h', 86_400],
  ['007d', 604_800],
])('the timespan %s is %i seconds', (timespan, seconds) => {
  expect(correlation(`type: temporal, rules: [a], timespan: ${timespan}`)).toMatchObject({
    timespan: seconds,
  });
});

test.each(['temporal', 'temporal_ordered'])(
  '%s wants every rule if it has no condition',
  (type) => {
    expect(correlation(`type: ${type}, rules: [a, b, c], timespan: 5m`)).toMatchObject({
      condition: { kind: 'bounds', bounds: { gte: 3 }, fields: [] },
    });
  },
);

test.each([
  ['a and not b', { kind: 'and' }],
  ['(a or b) and c-1', { kind: 'and' }],
  ['all of them', { kind: 'quantified', names: ['a', 'b', 'c-1'] }],
  ['1 of c*', { kind: 'quantified', names: ['c-1'] }],
  ['a', { kind: 'selection', name: 'a' }],
])('temporal takes an expression over its rules: %s', (condition, expression) => {
  expect(
    correlation(`type: temporal, rules: [a, b, c-1], timespan: 5m, condition: ${condition}`),
  ).toMatchObject({ condition: { kind: 'expression', expression } });
});

test('a temporal condition may count the rules that were seen', () => {
  expect(
    correlation('type: temporal, rules: [a, b, c], timespan: 5m, condition: {gte: 2}'),
  ).toMatchObject({ condition: { bounds: { gte: 2 } } });
});

test.each([
  ['value_sum', 'field: bytes, gt: 1.5', { bounds: { gt: 1.5 }, fields: ['bytes'] }],
  ['value_avg', 'field: [bytes], lt: -500', { bounds: { lt: -500 }, fields: ['bytes'] }],
  ['value_percentile', 'field: n, lte: 1', { percentile: 95 }],
  ['value_percentile', 'field: n, lte: 1, percentile: 99.9', { percentile: 99.9 }],
  ['value_percentile', 'field: n, lte: 1, percentile: 0', { percentile: 0 }],
  ['value_median', 'field: n, gte: 1', { percentile: 50 }],
  ['value_count', 'field: user, eq: 3', { bounds: { eq: 3 } }],
  ['event_count', 'lt: 5', { bounds: { lt: 5 } }],
  ['event_count', 'eq: 0', { bounds: { eq: 0 } }],
  ['event_count', 'neq: 7', { bounds: { neq: 7 } }],
  ['event_count', 'gte: 10000', { bounds: { gte: 10_000 } }],
  ['event_count', 'gt: 3, lt: 5', { bounds: { gt: 3, lt: 5 } }],
  ['event_count', 'gte: 3, neq: 4', { bounds: { gte: 3, neq: 4 } }],
  ['value_avg', 'field: n, gt: 1, lt: 1.5', { bounds: { gt: 1, lt: 1.5 } }],
])('%s takes the condition {%s}', (type, condition, expected) => {
  expect(
    correlation(`type: ${type}, rules: [a], timespan: 1h, condition: {${condition}}`),
  ).toMatchObject({ condition: { kind: 'bounds', ...expected } });
});

test.each([
  ['nothing', 'correlation: ‹missing-key›‹missing-key›‹missing-key›{}'],
  ['no map', 'correlation: ‹wrong-type›[a]'],
  [
    'an unknown key',
    'correlation: {type: temporal, rules: [a], timespan: 5m, ‹unknown-key›timeframe: 5m}',
  ],
  ['a misspelt key, once', 'correlation: {type: temporal, rules: [a], ‹unknown-key›time-span: 5m}'],
  [
    'an unknown type',
    'correlation: {type: ‹bad-value›even_count, rules: [a], timespan: 5m, condition: {gte: 2}}',
  ],
  [
    'a type without a name',
    'correlation: {type: ‹bad-value›temporal_extended, rules: [a], timespan: 5m}',
  ],
  ['no rules', 'correlation: {type: temporal, rules: ‹wrong-type›[], timespan: 5m}'],
  [
    'a rule that is a number',
    'correlation: {type: temporal, rules: [‹wrong-type›5], timespan: 5m}',
  ],
  ['an empty rule', "correlation: {type: temporal, rules: [‹wrong-type›''], timespan: 5m}"],
  [
    'a rule twice',
    'correlation: {type: temporal, rules: [a, b, ‹repeated-reference›a], timespan: 5m}',
  ],
  [
    'group-by of a map',
    'correlation: {type: temporal, rules: a, group-by: ‹wrong-type›{a: b}, timespan: 5m}',
  ],
  [
    'generate of a text',
    'correlation: {type: temporal, rules: a, timespan: 5m, generate: ‹wrong-type›"yes"}',
  ],
  [
    'generate in both places',
    '‹duplicate-key›generate: true\ncorrelation: {type: temporal, rules: a, timespan: 5m, generate: false}',
  ],
])('a correlation with a fault is refused: %s', (_, body) => {
  const { expected, found } = markedProblems(`title: T\n${body}\n`);
  expect(found).toEqual(expected);
});

test('a correlation needs a title', () => {
  const { expected, found } = markedProblems(
    '‹missing-key›correlation: {type: temporal, rules: a, timespan: 5m}\n',
  );
  expect(found).toEqual(expected);
});

test.each([
  '0s',
  '5',
  's',
  '5M',
  '5w',
  '1h30m',
  '-5m',
  '1.5h',
  '" 5m"',
  '367d',
  `${'9'.repeat(400)}s`,
])('the timespan %.9s is refused', (timespan) => {
  const code = /^\d+$/.test(timespan) ? 'wrong-type' : 'bad-timespan';
  const { expected, found } = markedProblems(
    section(`type: temporal, rules: a, timespan: ‹${code}›${timespan}`),
  );
  expect(found).toEqual(expected);
});

test.each([
  ['event_count', 'condition: ‹bad-bounds›{}'],
  ['event_count', 'condition: {gte: ‹wrong-type›"5"}'],
  ['event_count', 'condition: {gte: ‹wrong-type›[5]}'],
  ['event_count', 'condition: {gte: ‹bad-bounds›1.5}'],
  ['event_count', 'condition: {gt: ‹bad-bounds›-1}'],
  ['event_count', 'condition: {gte: ‹bad-bounds›10001}'],
  ['event_count', 'condition: {lte: ‹bad-bounds›10001}'],
  ['event_count', 'condition: {‹bad-bounds›gt: 10000}'],
  ['event_count', 'condition: {‹bad-bounds›lt: 0}'],
  ['event_count', 'condition: {gte: ‹bad-number›.inf}'],
  ['event_count', 'condition: {gt: 5, ‹bad-bounds›gte: 7}'],
  ['event_count', 'condition: {lte: 5, ‹bad-bounds›lt: 7}'],
  ['event_count', 'condition: {gt: 5, ‹bad-bounds›lt: 6}'],
  ['event_count', 'condition: {gte: 6, ‹bad-bounds›lte: 5}'],
  ['event_count', 'condition: {eq: 6, ‹bad-bounds›lte: 5}'],
  ['event_count', 'condition: {eq: 6, ‹bad-bounds›neq: 6}'],
  ['event_count', 'condition: {neq: 0, ‹bad-bounds›lt: 1}'],
  ['event_count', 'condition: {gte: 1, lte: 9, ‹bad-bounds›neq: 5}'],
  ['event_count', 'condition: {gte: 1, ‹unknown-key›field: user}'],
  ['event_count', 'condition: {gte: 1, ‹unknown-key›percentile: 5}'],
  ['event_count', 'condition: {gte: 1, ‹unknown-key›eqq: 5}'],
  ['event_count', 'condition: ‹wrong-type›a or b'],
  ['event_count', 'condition: ‹wrong-type›[{gte: 1}]'],
  ['value_count', 'condition: ‹missing-key›{gte: 1}'],
  ['value_count', 'condition: {gte: 1, ‹unknown-key›fields: [a]}'],
  ['value_count', 'condition: {gte: 1, field: ‹wrong-type›[]}'],
  ['value_count', 'condition: {gte: 1, field: [user, ‹wrong-type›5]}'],
  ['value_count', 'condition: {gte: ‹bad-bounds›10001, field: user}'],
  ['value_sum', 'condition: {gte: 1, field: [a, ‹wrong-type›b]}'],
  ['value_avg', 'condition: {gt: 1.5, ‹bad-bounds›lt: 1.5, field: a}'],
  ['value_avg', 'condition: {gte: 1, field: a, ‹unknown-key›percentile: 5}'],
  ['value_median', 'condition: {gte: 1, field: a, ‹unknown-key›percentile: 5}'],
  ['value_percentile', 'condition: {gte: 1, field: a, percentile: ‹bad-value›101}'],
  ['value_percentile', 'condition: {gte: 1, field: a, percentile: ‹wrong-type›p99}'],
  ['temporal', 'condition: {gte: ‹bad-bounds›3}'],
  ['temporal', 'condition: {‹bad-bounds›gt: 2}'],
  ['temporal', 'condition: {gte: 2, ‹unknown-key›field: a}'],
  ['temporal', 'condition: ‹wrong-type›[a, b]'],
  ['temporal', 'condition: a and ‹undefined-selection›c'],
  ['temporal', 'condition: a ‹condition-syntax›b'],
  ['temporal_ordered', 'condition: 1 of ‹unmatched-pattern›c*'],
])('the condition of %s is refused: %s', (type, condition) => {
  const { expected, found } = markedProblems(
    section(`type: ${type}, rules: [a, b], timespan: 1h, ${condition}`),
  );
  expect(found).toEqual(expected);
});

test('a count or a value needs a condition', () => {
  const { expected, found } = markedProblems(
    'title: T\ncorrelation: ‹missing-key›{type: event_count, rules: a, timespan: 1h}\n',
  );
  expect(found).toEqual(expected);
});

test.each([
  ['a rule that is not among the rules', '{user: {a: x, ‹unknown-reference›c: y}}'],
  ['a field in place of a map', '{user: ‹wrong-type›name}'],
  ['a field that is a list', '{user: {a: ‹wrong-type›[x]}}'],
  ['a list', '‹wrong-type›[user]'],
])('an alias is refused: %s', (_, aliases) => {
  const { expected, found } = markedProblems(
    section(`type: temporal, rules: [a, b], timespan: 1h, aliases: ${aliases}`),
  );
  expect(found).toEqual(expected);
});

test('an alias may be left unused, and may have the name of something else’s', () => {
  const flow = 'type: temporal, rules: [a], timespan: 1h, aliases: {__proto__: {a: x}, u: {a: y}}';
  expect(Object.keys(correlation(flow)?.aliases ?? {})).toEqual(['__proto__', 'u']);
});

test('generate may stand beside the title', () => {
  const text = `generate: true\n${section('type: temporal, rules: a, timespan: 1h')}`;
  const [parsed] = parseRules(text, 'a.yml').correlations;
  expect(parsed?.rule).toMatchObject({ custom: {}, correlation: { generate: true } });
  expect(problemsOf(text.replace('true', '1'))).toEqual(['wrong-type@1:11']);
});
