import type { Condition, Detection, Selection } from './rule.ts';

/** What is made of a condition, part by part. */
export interface ConditionFold<Result> {
  readonly selection: (selection: Selection, name: string) => Result;
  readonly not: (of: Result) => Result;
  readonly all: (of: readonly Result[]) => Result;
  readonly any: (of: readonly Result[]) => Result;
}

/**
 * Makes something of a detection from the innermost parts of its condition outwards, where `all of X` is
 * an `and` and `1 of X` an `or`.
 */
export function foldCondition<Result>(detection: Detection, fold: ConditionFold<Result>): Result {
  const named = (name: string) => fold.selection(selectionOf(detection, name), name);
  const folded = (condition: Condition): Result => {
    switch (condition.kind) {
      case 'selection':
        return named(condition.name);
      case 'not':
        return fold.not(folded(condition.of));
      case 'and':
        return fold.all(condition.of.map(folded));
      case 'or':
        return fold.any(condition.of.map(folded));
      case 'quantified':
        return fold[condition.quantity](condition.names.map(named));
    }
  };
  return folded(detection.condition);
}

/** Throws where the detection was not made by `parseRules`, which knows every name. */
export function selectionOf({ selections }: Detection, name: string): Selection {
  const selection = Object.hasOwn(selections, name) ? selections[name] : undefined;
  if (selection === undefined) throw new Error(`no selection '${name}'`);
  return selection;
}

/** The detection that is true of an event where a selection is. */
export function detectionOf(selection: Selection): Detection {
  return { selections: { selection }, condition: { kind: 'selection', name: 'selection' } };
}
