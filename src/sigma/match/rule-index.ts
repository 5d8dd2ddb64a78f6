import { firstKeys } from './field.ts';
import type { FieldValues, Fields } from './fields.ts';
import { literalFinder } from './find-literals.ts';
import type { FieldClues, PlannedRule } from './plan-rules.ts';
import type { Scope } from './scope.ts';

/** Which rules could match an event: found by looking up what it shows, not by trying each. */
export interface RuleIndex {
  /** Tells the places of the rules that could match the scope's event, some of them repeatedly. */
  candidates(found: Found): void;
}

type Found = (rule: number) => void;

/** With more fields than this, it is sooner looked up what the event has than what rules ask for. */
const FEW_FIELDS = 8;

/** Files each rule under its clues. One without is a candidate always. */
export function indexRules(rules: readonly PlannedRule[], scope: Scope, fields: Fields): RuleIndex {
  const always: number[] = [];
  const keywords = openFieldIndex(fields.keywords);
  const indexes = new Map<string, FieldIndex>();
  for (const [place, { clues }] of rules.entries()) {
    if (clues === undefined) always.push(place);
    for (const each of clues ?? []) {
      if (each.field === undefined) keywords.add(each, place);
      else {
        const index = indexes.get(each.field) ?? openFieldIndex(fields.field(each.field));
        indexes.set(each.field, index);
        index.add(each, place);
      }
    }
  }
  const find = indexes.size > FEW_FIELDS ? findByKeys(indexes, scope) : findInAll(indexes);
  return {
    candidates(found) {
      for (const rule of always) found(rule);
      keywords.find(found);
      find(found);
    },
  };
}

function findInAll(indexes: ReadonlyMap<string, FieldIndex>): (found: Found) => void {
  const all = [...indexes.values()];
  return (found) => {
    for (const index of all) index.find(found);
  };
}

/** Asks only for the fields that the event's own keys can lead to. */
function findByKeys(
  indexes: ReadonlyMap<string, FieldIndex>,
  scope: Scope,
): (found: Found) => void {
  const byKey = new Map<string, FieldIndex[]>();
  for (const [field, index] of indexes) {
    for (const key of firstKeys(field)) byKey.set(key, [...(byKey.get(key) ?? []), index]);
  }
  return (found) => {
    for (const key of Object.keys(scope.event)) {
      for (const index of byKey.get(key) ?? none) index.find(found);
    }
  };
}

const none: readonly FieldIndex[] = [];

/** The rules filed under the clues of one field. */
interface FieldIndex {
  add(clues: FieldClues, rule: number): void;
  find(found: Found): void;
}

function openFieldIndex(values: FieldValues): FieldIndex {
  const texts = new Map<string, number[]>();
  const numbers = new Map<number, number[]>();
  const parts = new Map<string, number[]>();
  let findParts: ((text: string) => void) | undefined;
  let report: Found = () => {};

  /** Made when an event first has the field, which in a start that meets few of them saves most. */
  function openFinder(): (text: string) => void {
    const rules = [...parts.values()];
    const find = literalFinder([...parts.keys()]);
    const told = (part: number): void => rules[part]?.forEach(report);
    return (text) => find(text, told);
  }

  return {
    add(clues, rule) {
      for (const text of clues.texts) file(texts, text, rule);
      for (const number of clues.numbers) file(numbers, number, rule);
      for (const part of clues.parts) file(parts, part, rule);
    },
    find(found) {
      if (texts.size > 0) lookUp(texts, values.folded(), found);
      if (numbers.size > 0) lookUp(numbers, values.numbers(), found);
      if (parts.size === 0) return;
      report = found;
      for (const text of values.folded()) (findParts ??= openFinder())(text);
    },
  };
}

function file<Key>(index: Map<Key, number[]>, key: Key, rule: number): void {
  const rules = index.get(key);
  if (rules === undefined) index.set(key, [rule]);
  else rules.push(rule);
}

function lookUp<Key>(
  index: ReadonlyMap<Key, readonly number[]>,
  given: readonly Key[],
  found: Found,
): void {
  for (const value of given) {
    const rules = index.get(value);
    if (rules !== undefined) for (const rule of rules) found(rule);
  }
}
