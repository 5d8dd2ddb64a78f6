import type { Alert, Correlated } from '../model/alert.ts';
import { hash } from './hash.ts';
import { openGroup } from './open-group.ts';
import { tidy } from './sample.ts';

/** An alert of what a correlation rule found: its samples and counts are those of the latest events. */
export function alertOfCorrelated(correlated: Correlated, channels: readonly string[]): Alert {
  const { rule, id, count, firstSeen, lastSeen, timespan } = correlated;
  const key = hash([rule.id, ...correlated.group.flatMap(({ name, value }) => [name, value])]);
  const group = correlated.group.map(({ name, value }) => ({ name, value: tidy(value) }));
  const events = openGroup(key, rule, firstSeen, channels);
  for (const event of correlated.events) events.add(event);
  return {
    ...events.alert(),
    id: hash([rule.id, id, ...channels]),
    events: [id],
    count,
    correlation: { group, timespan },
    firstSeen,
    lastSeen,
  };
}
