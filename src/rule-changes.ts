import { isFields } from './model/fields.ts';
import { type Level, levels } from './model/level.ts';
import { ruleId } from './rule-faults.ts';
import type { Heading } from './sigma/rule.ts';

/** What trailbell.yml changes of single rules, by their ids: its key `rules`. */
export type RuleChanges = Readonly<Record<string, RuleChange>>;

interface RuleChange {
  readonly enabled?: boolean | undefined;
  readonly level?: Level | undefined;
}

/** A rule as it is changed; undefined where it is switched off. */
export function applyChange<Changed extends Heading>(
  rule: Changed,
  changes: RuleChanges,
): Changed | undefined {
  const id = ruleId(rule);
  const change = Object.hasOwn(changes, id) ? changes[id] : undefined;
  if (change?.enabled === false) return undefined;
  return change?.level === undefined ? rule : { ...rule, level: change.level };
}

/**
 * What the value of a trailbell.yml changes of single rules, whatever is wrong with the rest of it, and
 * whatever is not set that it needs.
 */
export function changesIn(config: unknown): RuleChanges {
  const written = isFields(config) && isFields(config['rules']) ? config['rules'] : {};
  return Object.fromEntries(
    Object.entries(written).flatMap(([id, change]) => {
      if (!isFields(change)) return [];
      const level = levels.find((each) => each === change['level']);
      return [[id, { enabled: change['enabled'] !== false, level }]];
    }),
  );
}
