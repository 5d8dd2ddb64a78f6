import type { Event } from '../../../src/sigma/event.ts';
import type { Condition, Rule, Selection } from '../../../src/sigma/rule.ts';
import { itemHolds } from './item.ts';

/**
 * Whether a rule matches an event, worked out afresh from the rule as it was parsed. It is the slow
 * twin of `compileRules` and shares no code with it: where the two disagree, one is wrong.
 */
export function plainMatches(rule: Rule, event: Event): boolean {
  const { condition, selections } = rule.detection;
  return conditionHolds(condition, (name) => {
    const selection = Object.hasOwn(selections, name) ? selections[name] : undefined;
    if (selection === undefined) throw new Error(`no selection ${name}`);
    return selectionHolds(selection, event);
  });
}

function selectionHolds(selection: Selection, event: Event): boolean {
  if (selection.kind === 'all') return selection.of.every((part) => selectionHolds(part, event));
  if (selection.kind === 'any') return selection.of.some((part) => selectionHolds(part, event));
  return itemHolds(selection, event);
}

/** Whether a condition holds, given whether each name in it does. */
export function conditionHolds(condition: Condition, holds: (name: string) => boolean): boolean {
  const partHolds = (part: Condition): boolean => conditionHolds(part, holds);
  switch (condition.kind) {
    case 'selection':
      return holds(condition.name);
    case 'not':
      return !partHolds(condition.of);
    case 'and':
      return condition.of.every(partHolds);
    case 'or':
      return condition.of.some(partHolds);
    case 'quantified':
      return condition.quantity === 'all'
        ? condition.names.every(holds)
        : condition.names.some(holds);
  }
}
