import { planCorrelation } from '../../sigma/correlate/plan.ts';
import { readGroups } from '../../sigma/correlate/read-groups.ts';
import { readValues } from '../../sigma/correlate/read-values.ts';
import { callNames } from '../../sigma/correlate/references.ts';
import type { CorrelationRule } from '../../sigma/correlation-rule.ts';
import type { Event } from '../../sigma/event.ts';
import type { RuleHead } from '../../sigma/rule.ts';

/** How an event that one of its rules matched would count in a correlation. */
export interface Joined {
  readonly correlation: CorrelationRule;
  /** What the correlation calls the rule. */
  readonly reference: string;
  /**
   * Each group that it would join, as the values of `group-by` in their order; empty where it lacks one
   * of them, or a value that the condition asks for, and so does not count.
   */
  readonly groups: readonly (readonly string[])[];
  /** Whether it has what the condition looks at: the fields of `value_count` and its kin. */
  readonly counts: boolean;
}

/** What the correlations that refer to a rule would make of an event that it matched. */
export function joinedBy(
  rule: RuleHead,
  event: Event,
  correlations: readonly CorrelationRule[],
): readonly Joined[] {
  const names = callNames(rule);
  return correlations.flatMap((correlation) => {
    const { readers } = planCorrelation(correlation, true);
    return names.flatMap((reference) => {
      const reading = readers.get(reference);
      if (reading === undefined) return [];
      const { type } = correlation.correlation;
      const counts = readValues(type, reference, event, reading.values) !== undefined;
      const groups = counts ? readGroups(event, reading.groupBy).groups : [];
      return [{ correlation, reference, groups, counts }];
    });
  });
}

/** The detection rules that a correlation comes down to, by way of others where it refers to such. */
export function rulesBelow<Ruled extends RuleHead>(
  correlation: CorrelationRule,
  rules: readonly Ruled[],
  correlations: readonly CorrelationRule[],
): readonly Ruled[] {
  const wanted = new Set(correlation.correlation.rules);
  const below = new Set([correlation]);
  // A set hands out what is added while it is gone through.
  for (const each of below) {
    for (const reference of each.correlation.rules) wanted.add(reference);
    for (const other of correlations) {
      if (callNames(other).some((name) => wanted.has(name))) below.add(other);
    }
  }
  return rules.filter((rule) => callNames(rule).some((name) => wanted.has(name)));
}
