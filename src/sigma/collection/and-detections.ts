import type { Filter } from '../filter.ts';
import type { AppliedFilter, Condition, Detection, Selection } from '../rule.ts';

/**
 * One detection that holds where all of them do. Conditions have been read by now, so it does not
 * matter to `them` or a pattern that there are more selections.
 */
export function andDetections(
  rule: Detection,
  filters: readonly Pick<Filter, 'title' | 'detection'>[],
): Detection {
  const taken = Object.keys(rule.selections);
  const selections = new Map<string, Selection>(Object.entries(rule.selections));
  const conditions = [rule.condition];
  const applied: AppliedFilter[] = [];
  let number = 0;
  for (const { title, detection } of filters) {
    const prefix = nextPrefix();
    const names = Object.keys(detection.selections);
    for (const [name, selection] of Object.entries(detection.selections)) {
      selections.set(prefix + name, selection);
    }
    conditions.push(renamed(detection.condition, prefix));
    applied.push({ title, names: Object.fromEntries(names.map((name) => [prefix + name, name])) });
  }
  return {
    selections: Object.fromEntries(selections),
    condition: { kind: 'and', of: conditions },
    filters: applied,
  };

  /** A beginning that no name of the rule has, whatever its author had in mind. */
  function nextPrefix(): string {
    number += 1;
    const prefix = `filter_${number}_`;
    return taken.some((name) => name.startsWith(prefix)) ? nextPrefix() : prefix;
  }
}

function renamed(condition: Condition, prefix: string): Condition {
  switch (condition.kind) {
    case 'selection':
      return { ...condition, name: prefix + condition.name };
    case 'not':
      return { ...condition, of: renamed(condition.of, prefix) };
    case 'and':
    case 'or':
      return { ...condition, of: condition.of.map((part) => renamed(part, prefix)) };
    case 'quantified':
      return { ...condition, names: condition.names.map((name) => prefix + name) };
  }
}
