import type { Alert, Correlated, Detail, Owing, RuleSnapshot } from '../model/alert.ts';
import { hash } from './hash.ts';
import { openGroup } from './open-group.ts';
import { isSecretName, REDACTED } from './redact.ts';
import { tidy } from './sample.ts';

/** What makes two alerts of a correlation rule a repeat of each other: its group. */
export function correlatedKey({ rule, group }: CorrelatedGroup): string {
  return hash([rule.id, ...group.flatMap(({ name, value }) => [name, value])]);
}

interface CorrelatedGroup {
  readonly rule: Pick<RuleSnapshot, 'id'>;
  readonly group: readonly Detail[];
}

/** An alert of what a correlation rule found: its samples and counts are those of the latest events. */
export function alertOfCorrelated(correlated: Correlated, owing: Owing): Alert {
  const { rule, id, count, firstSeen, lastSeen, timespan, steps } = correlated;
  const key = correlatedKey(correlated);
  const group = correlated.group.map(({ name, value, fields }) => ({
    name,
    value: [name, ...fields].some(isSecretName) ? REDACTED : tidy(value),
  }));
  // What was kept of the events is what there is to show, whatever fields the rule names.
  const events = openGroup(key, { ...rule, fields: [] }, firstSeen, owing);
  for (const event of correlated.events) events.add(event);
  const told = events.alert();
  // What is not remembered any more may have been something else again.
  const partly = told.count < count;
  return {
    ...told,
    rule,
    id: hash([rule.id, id]),
    events: [id],
    count,
    correlation: { group, timespan, steps, told: told.count },
    sampled: told.sampled || partly,
    resources: { ...told.resources, atLeast: told.resources.atLeast || partly },
    firstSeen,
    lastSeen,
  };
}
