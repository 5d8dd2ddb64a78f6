import { fieldOf, planCorrelation } from '../../sigma/correlate/plan.ts';
import { readGroups, textsOf } from '../../sigma/correlate/read-groups.ts';
import { readValues } from '../../sigma/correlate/read-values.ts';
import { callNames } from '../../sigma/correlate/references.ts';
import type { CorrelationRule } from '../../sigma/correlation-rule.ts';
import type { Event } from '../../sigma/event.ts';
import { fieldReader } from '../../sigma/match/field.ts';
import type { Heading } from '../../sigma/rule.ts';

/** How an event that one of its rules matched would count in a correlation. */
export interface Joined {
  readonly correlation: CorrelationRule;
  /** What the correlation calls the rule. */
  readonly reference: string;
  /** What `group-by` stands for in events of the rule, its aliases resolved. */
  readonly fields: readonly string[];
  /**
   * Each group that it would join, as the values of `group-by` in their order; empty where it lacks one
   * of them, or a value that the condition asks for, and so does not count.
   */
  readonly groups: readonly (readonly string[])[];
  /** Whether it has what the condition looks at: the fields of `value_count` and its kin. */
  readonly counts: boolean;
  /** The fields that the event would need to count, and has no use of; empty where it counts. */
  readonly lacks: readonly string[];
}

/** What the correlations that refer to a rule would make of an event that it matched. */
export function joinedBy(
  rule: Heading,
  event: Event,
  correlations: readonly CorrelationRule[],
): readonly Joined[] {
  return correlations.flatMap((correlation) => {
    const names = callNames(rule).filter((name) => correlation.correlation.rules.includes(name));
    if (names.length === 0) return [];
    const { readers } = planCorrelation(correlation, true);
    return names.flatMap((reference): readonly Joined[] => {
      const reading = readers.get(reference);
      if (reading === undefined) return [];
      const { type, condition, groupBy } = correlation.correlation;
      const meant = (name: string) => fieldOf(correlation, name, reference);
      const fields = groupBy.map(meant);
      const counts = readValues(type, reference, event, reading.values) !== undefined;
      if (!counts) {
        const asked = condition.kind === 'bounds' ? condition.fields.map(meant) : [];
        const missing = missingFrom(event, asked);
        // What is there all the same is no number.
        const lacks = missing.length > 0 ? missing : asked;
        return [{ correlation, reference, fields, groups: [], counts, lacks }];
      }
      const { groups } = readGroups(event, reading.groupBy);
      const lacks = groups.length > 0 ? [] : missingFrom(event, fields);
      return [{ correlation, reference, fields, groups, counts, lacks }];
    });
  });
}

function missingFrom(event: Event, fields: readonly string[]): readonly string[] {
  return fields.filter((field) => textsOf(fieldReader(field)(event)).length === 0);
}
