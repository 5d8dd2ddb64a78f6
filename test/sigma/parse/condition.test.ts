import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCondition } from '../../../src/sigma/parse/parse-condition.ts';
import type { Condition, Selection } from '../../../src/sigma/rule.ts';
import { detects } from '../one-rule.ts';

/** Selections that are true for the events which name them: `{on: ['a', 'b']}`. */
function holds(text: string, names: readonly string[], on: readonly string[]): boolean {
  const { condition, faults } = parseCondition(text, names);
  if (condition === undefined || faults.length > 0) throw new Error(JSON.stringify(faults));
  const selections = names.map((name): [string, Selection] => [
    name,
    { kind: 'field', field: 'on', modifiers: [], values: [name] },
  ]);
  return detects({ selections: Object.fromEntries(selections), condition }, { on });
}

const names = ['a', 'b', 'c', 'notfoo', 'and_x', 'sel-1', 'sel-2', 'f_main', '_hidden'];

test.each([
  ['a', 'a', true],
  ['a', 'b', false],
  ['a and b', 'a', false],
  ['a and b', 'a b', true],
  ['a or b', 'b', true],
  ['not a', 'b', true],
  ['not a', 'a', false],
  ['not not a', 'a', true],
  ['a or b and c', 'a', true],
  ['a or b and c', 'b', false],
  ['(a or b) and c', 'a', false],
  ['(a or b) and c', 'b c', true],
  ['not a and b', 'b', true],
  ['not a or b', 'a b', true],
  ['not (a or b)', '', true],
  ['not (a or b)', 'b', false],
  ['a and not b', 'a', true],
  ['((a))', 'a', true],
  ['(a)and(b)', 'a b', true],
  ['  a\n and\tb ', 'a b', true],
  ['notfoo', 'notfoo', true],
  ['not notfoo', 'notfoo', false],
  ['and_x and a', 'and_x a', true],
  ['sel-1', 'sel-1', true],
  ['1 of sel-*', 'sel-2', true],
  ['1 of sel-*', 'a', false],
  ['any of sel-*', 'sel-1', true],
  ['all of sel-*', 'sel-1', false],
  ['all of sel-*', 'sel-1 sel-2', true],
  ['not 1 of sel-*', 'a', true],
  ['not 1 of sel-*', 'sel-1', false],
  ['a and 1 of sel-* or b', 'b', true],
  ['1 of *-1', 'sel-1', true],
  ['1 of s*-*', 'sel-1', true],
  ['1 of a', 'a', true],
  ['all of *', 'a b c notfoo and_x sel-1 sel-2 f_main', false],
  ['all of *', 'a b c notfoo and_x sel-1 sel-2 f_main _hidden', true],
  ['all of them', 'a b c notfoo and_x sel-1 sel-2 f_main', true],
  ['1 of them', '_hidden', false],
  ['1 of them', 'c', true],
  ['1 of _*', '_hidden', true],
])('the condition %j with %j true is %j', (text, on, expected) => {
  expect(holds(text, names, on.split(' '))).toBe(expected);
});

test('words that only mean something before `of` are names elsewhere', () => {
  expect(holds('all and any and 1', ['all', 'any', '1'], ['all', 'any', '1'])).toBe(true);
  expect(holds('near or of', ['near', 'of'], ['of'])).toBe(true);
});

test.each([
  ['', 'condition-syntax@0'],
  ['   ', 'condition-syntax@0'],
  ['a and', 'condition-syntax@5'],
  ['a or or b', 'condition-syntax@5'],
  ['and a', 'condition-syntax@0'],
  ['not', 'condition-syntax@3'],
  ['(a', 'condition-syntax@2'],
  ['a)', 'condition-syntax@1'],
  ['()', 'condition-syntax@1'],
  ['a b', 'condition-syntax@2'],
  ['a AND b', 'condition-syntax@2'],
  ['NOT a', 'condition-syntax@0'],
  ['a and Not b', 'condition-syntax@6'],
  ['sel-*', 'condition-syntax@0'],
  ['them', 'condition-syntax@0'],
  ['2 of them', 'condition-syntax@0'],
  ['0 of sel-*', 'condition-syntax@0'],
  ['1 of', 'condition-syntax@4'],
  ['1 of (a)', 'condition-syntax@5'],
  ['aa', 'undefined-selection@0'],
  ['A', 'undefined-selection@0'],
  ['a and bb or cc', 'undefined-selection@6 undefined-selection@12'],
  ['1 of x*', 'unmatched-pattern@5'],
  ['a or 1 of sel_* and d', 'unmatched-pattern@10 undefined-selection@20'],
  ['all of d', 'unmatched-pattern@7'],
  ['a | count() > 5', 'unsupported-aggregation@2'],
  ['a|count()', 'unsupported-aggregation@1'],
  ['(a | near b)', 'unsupported-aggregation@3'],
  ['a near b', 'unsupported-aggregation@2'],
])('the condition %j is refused: %s', (text, expected) => {
  const faults = parseCondition(text, names).faults;
  expect(faults.map(({ code, index }) => `${code}@${index}`).join(' ')).toBe(expected);
});

test('`them` is refused where every selection is hidden', () => {
  const { faults } = parseCondition('1 of them', ['_a', '_b']);
  expect(faults.map(({ code }) => code)).toEqual(['unmatched-pattern']);
});

test('a condition that is nested without end is refused', () => {
  for (const text of [`${'('.repeat(100_000)}a`, `${'not '.repeat(100_000)}a`]) {
    expect(parseCondition(text, ['a']).faults.map(({ code }) => code)).toEqual(['too-deep']);
  }
});

test('a condition that is only long is read', () => {
  expect(parseCondition(Array(10_000).fill('a').join(' or '), ['a']).faults).toEqual([]);
});

test('a condition means what its tree says, printed with no more parentheses than it needs', () => {
  const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('a', 'b', 'c').map((name): Condition => ({ kind: 'selection', name })),
      tie('tree').map((of): Condition => ({ kind: 'not', of })),
      fc
        .tuple(fc.constantFrom('and', 'or'), fc.array(tie('tree'), { minLength: 2, maxLength: 3 }))
        .map(([kind, of]): Condition => ({ kind, of })),
    ),
  }));
  fc.assert(
    fc.property(tree, fc.subarray(['a', 'b', 'c']), (condition, on) => {
      expect(holds(print(condition, 0), ['a', 'b', 'c'], on)).toBe(evaluate(condition, on));
    }),
    { numRuns: 1000 },
  );
});

/** `outer` is how tightly the place binds that the text goes to: or 0, and 1, not 2. */
function print(condition: Condition, outer: number): string {
  switch (condition.kind) {
    case 'selection':
      return condition.name;
    case 'not':
      return `not ${print(condition.of, 2)}`;
    case 'and':
    case 'or': {
      const own = condition.kind === 'or' ? 0 : 1;
      const text = condition.of.map((part) => print(part, own)).join(` ${condition.kind} `);
      return own < outer ? `(${text})` : text;
    }
    case 'quantified':
      return `${condition.quantity} of ${condition.pattern}`;
  }
}

function evaluate(condition: Condition, on: readonly string[]): boolean {
  switch (condition.kind) {
    case 'selection':
      return on.includes(condition.name);
    case 'not':
      return !evaluate(condition.of, on);
    case 'and':
      return condition.of.every((part) => evaluate(part, on));
    case 'or':
      return condition.of.some((part) => evaluate(part, on));
    case 'quantified':
      return false;
  }
}
