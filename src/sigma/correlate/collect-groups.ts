import { isTemporal } from '../correlation-rule.ts';
import type { Event } from '../event.ts';
import type { BoundTally } from './bound.ts';
import { fingerprint } from './fingerprint.ts';
import type { Plan } from './plan.ts';
import { readGroups } from './read-groups.ts';
import { readValues } from './read-values.ts';
import type { WindowEntry } from './windows.ts';

/** A sighting, or a firing that counts as one: `names` are what correlations may call its rule. */
export interface Observation {
  readonly names: readonly string[];
  readonly id: string;
  readonly time: number;
  readonly event: Event;
  readonly kept: readonly string[];
}

/** One event in one group, with an entry for each rule that counts. */
export interface Turn {
  readonly id: string;
  readonly time: number;
  readonly event: Event;
  readonly kept: readonly string[];
  readonly entries: readonly WindowEntry[];
}

/** What one call brings for one group of a correlation. */
export interface Group {
  readonly plan: Plan;
  readonly key: string;
  /** In the order of `group-by`. */
  readonly values: readonly string[];
  /** By the id of the event, in order of time. */
  readonly turns: ReadonlyMap<string, Turn>;
}

interface OpenGroup extends Group {
  readonly turns: Map<string, Turn>;
}

/** Sorts observations, which are in order of time, into the groups of a correlation. */
export function collectGroups(
  plan: Plan,
  observations: readonly Observation[],
  tally: BoundTally,
): readonly Group[] {
  const groups = new Map<string, OpenGroup>();
  function groupOf(values: readonly string[]): OpenGroup {
    const text = JSON.stringify(values);
    const known = groups.get(text);
    if (known !== undefined) return known;
    const key = `${plan.prefix}:${fingerprint(text)}`;
    const group: OpenGroup = { plan, key, values, turns: new Map() };
    groups.set(text, group);
    return group;
  }

  const { type } = plan.correlation.correlation;
  for (const observation of observations) {
    for (const name of observation.names) {
      const readers = plan.readers.get(name);
      if (readers === undefined) continue;
      const read = readValues(type, name, observation.event, readers.values);
      if (read === undefined) continue;
      const { groups: joined, cut } = readGroups(observation.event, readers.groupBy);
      if (cut) tally.add('fan-out', plan.name, 1);
      if (read.cut) tally.add('values', plan.name, 1);
      for (const values of joined) enter(groupOf(values), observation, name, read.values);
    }
  }
  return [...groups.values()];
}

/** An event that several rules matched counts once, but stands for each rule where rules are told apart. */
function enter(
  { plan, turns }: OpenGroup,
  { id: event, time, event: fields, kept }: Observation,
  rule: string,
  values: WindowEntry['values'],
): void {
  const id = isTemporal(plan.correlation.correlation.type) ? JSON.stringify([rule, event]) : event;
  const turn = turns.get(event);
  if (turn === undefined) {
    const entry = { id, event, time, values, kept };
    turns.set(event, { id: event, time, event: fields, kept, entries: [entry] });
  } else if (turn.entries.every((entry) => entry.id !== id)) {
    const entry = { id, event, time: turn.time, values, kept: [] };
    turns.set(event, { ...turn, entries: [...turn.entries, entry] });
  }
}
