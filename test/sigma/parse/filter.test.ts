import { expect, test } from 'vitest';
import { parseRules } from '../../../src/sigma/parse/parse-rules.ts';
import { markedProblems } from '../one-rule.ts';

const head = 'title: T\nlogsource: {product: p}\n';

test('a filter is read whole, with the places of its references beside it', () => {
  const text = `${head}id: f\nname: no_robots
description: prose
filter:
    rules: [deleted, shared]
    robots: {user|startswith: robot-}
    condition: not robots
`;
  const { filters, problems } = parseRules(text, 'f.yml');
  expect(problems).toEqual([]);
  expect(filters).toEqual([
    {
      kind: 'filter',
      filter: {
        title: 'T',
        id: 'f',
        name: 'no_robots',
        logsource: { product: 'p', category: undefined, service: undefined },
        rules: ['deleted', 'shared'],
        detection: {
          selections: {
            robots: {
              kind: 'all',
              of: [{ kind: 'field', field: 'user', modifiers: ['startswith'], values: ['robot-'] }],
            },
          },
          condition: { kind: 'not', of: { kind: 'selection', name: 'robots' } },
        },
        file: 'f.yml',
      },
      references: [
        { name: 'deleted', place: { file: 'f.yml', line: 7, column: 13 } },
        { name: 'shared', place: { file: 'f.yml', line: 7, column: 22 } },
      ],
    },
  ]);
});

test('a filter may be for one rule, or for any', () => {
  const rulesOf = (rules: string) =>
    parseRules(`${head}filter: {rules: ${rules}, s: {a: x}, condition: not s}\n`, 'f.yml')
      .filters[0]?.filter.rules;
  expect(rulesOf('deleted')).toEqual(['deleted']);
  expect(rulesOf('any')).toBe('any');
});

test.each([
  ['nothing', 'filter: ‹missing-key›‹missing-key›{}'],
  ['no map', 'filter: ‹wrong-type›x'],
  ['no rules', 'filter: ‹missing-key›{s: {a: x}, condition: s}'],
  ['an empty list of rules', 'filter: {rules: ‹wrong-type›[], s: {a: x}, condition: s}'],
  ['a map of rules', 'filter: {rules: ‹wrong-type›{a: b}, s: {a: x}, condition: s}'],
  ['a rule twice', 'filter: {rules: [a, ‹repeated-reference›a], s: {a: x}, condition: s}'],
  ['an unknown name', 'filter: {rules: any, s: {a: x}, condition: not ‹undefined-selection›t}'],
  ['rules in place of a selection', 'filter: {rules: any, condition: ‹undefined-selection›rules}'],
  ['a modifier', 'filter: {rules: any, s: {a|‹unknown-modifier›start: x}, condition: s}'],
])('a filter with a fault is refused: %s', (_, body) => {
  const { expected, found } = markedProblems(`${head}${body}\n`);
  expect(found).toEqual(expected);
});

test('a filter needs a title and a logsource', () => {
  const { expected, found } = markedProblems(
    '‹missing-key›‹missing-key›filter: {rules: any, s: {a: x}, condition: s}\n',
  );
  expect(found).toEqual(expected);
});
