import { foldCase } from '../items/fold-case.ts';
import { readItem } from '../items/read-item.ts';
import { regexLiteral } from '../items/regex-literal.ts';
import type { ValueTest } from '../items/value-test.ts';
import type { Condition, Detection, Item, Selection } from '../rule.ts';
import { wholeText } from './compile-test.ts';

/**
 * Something that an event shows: under `field`, or anywhere where that is undefined, a text or a
 * number as a whole, or a text with this part. Texts are folded.
 */
export type Clue =
  | { readonly kind: 'text'; readonly field: string | undefined; readonly text: string }
  | {
      readonly kind: 'part';
      readonly field: string | undefined;
      readonly text: string;
      /** Whether the value begins with it. */
      readonly atStart: boolean;
    }
  | { readonly kind: 'number'; readonly field: string | undefined; readonly value: number };

/**
 * What an event has to show for a detection to match it: one of some clues, each of several needs,
 * or one of them. An `each` of nothing says nothing.
 */
export type Need =
  | { readonly kind: 'clues'; readonly clues: readonly Clue[] }
  | { readonly kind: 'each'; readonly of: readonly Need[] }
  | { readonly kind: 'one'; readonly of: readonly Need[] };

const unknown: Need = { kind: 'each', of: [] };

/**
 * What can be told of a detection's events from the items that have to be true of them. Throws where
 * the detection was not made by `parseRules`.
 */
export function needOf({ selections, condition }: Detection): Need {
  return conditionNeed(condition, new Map(Object.entries(selections)));
}

function conditionNeed(condition: Condition, selections: ReadonlyMap<string, Selection>): Need {
  const named = (name: string): Need => {
    const selection = selections.get(name);
    if (selection === undefined) throw new Error(`no selection '${name}'`);
    return selectionNeed(selection);
  };
  switch (condition.kind) {
    case 'selection':
      return named(condition.name);
    case 'not':
      return unknown;
    case 'and':
      return { kind: 'each', of: condition.of.map((each) => conditionNeed(each, selections)) };
    case 'or':
      return { kind: 'one', of: condition.of.map((each) => conditionNeed(each, selections)) };
    case 'quantified':
      return {
        kind: condition.quantity === 'all' ? 'each' : 'one',
        of: condition.names.map(named),
      };
  }
}

function selectionNeed(selection: Selection): Need {
  switch (selection.kind) {
    case 'all':
      return { kind: 'each', of: selection.of.map(selectionNeed) };
    case 'any':
      return { kind: 'one', of: selection.of.map(selectionNeed) };
    case 'field':
    case 'keywords':
      return itemNeed(selection);
  }
}

function itemNeed(item: Item): Need {
  const read = readItem(item);
  if (read.kind === 'presence' || read.negated) return unknown;
  const field = item.kind === 'field' ? item.field : undefined;
  const needs = read.values.map((tests) => testsNeed(tests, field));
  return { kind: read.quantity === 'all' ? 'each' : 'one', of: needs };
}

function testsNeed(tests: readonly ValueTest[], field: string | undefined): Need {
  const clues: Clue[] = [];
  for (const test of tests) {
    const clue = clueOf(test, field);
    if (clue === undefined) return unknown;
    clues.push(clue);
  }
  return { kind: 'clues', clues };
}

function clueOf(test: ValueTest, field: string | undefined): Clue | undefined {
  if (test.kind === 'number' && test.comparator === 'eq') {
    return { kind: 'number', field, value: test.value };
  }
  if (test.kind === 'regex') return regexClue(test, field);
  if (test.kind !== 'text') return undefined;
  const whole = wholeText(test.pattern);
  if (whole !== undefined) return { kind: 'text', field, text: foldCase(whole) };
  let longest = '';
  for (const part of test.pattern) {
    if (typeof part === 'string' && part.length > longest.length) longest = part;
  }
  if (longest === '') return undefined;
  return { kind: 'part', field, text: foldCase(longest), atStart: longest === test.pattern[0] };
}

/** In any case of letters RE2 takes characters for each other that folding does not: nothing is said. */
function regexClue(
  { source, flags }: Extract<ValueTest, { kind: 'regex' }>,
  field: string | undefined,
): Clue | undefined {
  const literal = flags.includes('i') ? undefined : regexLiteral(source);
  if (literal === undefined) return undefined;
  return { kind: 'part', field, text: foldCase(literal), atStart: false };
}

/** All the clues in a need, those that will not be chosen too. */
export function* cluesIn(need: Need): Generator<Clue> {
  if (need.kind === 'clues') yield* need.clues;
  else for (const each of need.of) yield* cluesIn(each);
}

export interface Choice {
  readonly clues: readonly Clue[];
  readonly cost: number;
}

/**
 * The cheapest clues of which an event has to show at least one. Undefined where nothing is needed
 * that has a cost: then any event may match.
 */
export function chooseClues(
  need: Need,
  costOf: (clue: Clue) => number | undefined,
): Choice | undefined {
  switch (need.kind) {
    case 'clues': {
      let cost = 0;
      for (const clue of need.clues) {
        const own = costOf(clue);
        if (own === undefined) return undefined;
        cost += own;
      }
      return { clues: need.clues, cost };
    }
    case 'each': {
      let best: Choice | undefined;
      for (const each of need.of) {
        const choice = chooseClues(each, costOf);
        if (choice && (best === undefined || choice.cost < best.cost)) best = choice;
      }
      return best;
    }
    case 'one': {
      const clues: Clue[] = [];
      let cost = 0;
      for (const each of need.of) {
        const choice = chooseClues(each, costOf);
        if (choice === undefined) return undefined;
        clues.push(...choice.clues);
        cost += choice.cost;
      }
      return { clues, cost };
    }
  }
}
