import { between, type Chance, shuffled } from './chance.ts';
import type { Size } from './sizes.ts';

export type PlannedLog =
  | { readonly kind: 'alert'; readonly event: string }
  | { readonly kind: 'malformed' | 'harmless'; readonly number: number };

export interface PlannedShard {
  readonly groups: readonly (readonly PlannedLog[])[];
  /** Where ranges begin and end, as numbers of groups: the first is 0, the last is their number. */
  readonly cuts: readonly number[];
}

/** An alert that both channels have to hear of, and where its record stands. */
export interface DueAlert {
  readonly event: string;
  readonly shard: number;
  readonly group: number;
}

/** What the trigger delivers at a time, where nothing goes wrong. */
export interface PlannedRange {
  /** Of its shard and the cut that it begins at. */
  readonly name: string;
  readonly shard: number;
  /** How much of the shard stands before it, from 0 to 1. */
  readonly when: number;
  /** The events of its alerts, in order. */
  readonly events: readonly string[];
}

/** Records in an order of their own, cut into groups, and the groups into ranges. */
export function planShards(chance: Chance, size: Size): readonly PlannedShard[] {
  const kinds = shuffled(
    chance,
    'records',
    Array.from({ length: size.records }, (_, number): PlannedLog => {
      if (number < size.alerts) return { kind: 'alert', event: eventId(number) };
      const malformed = number < size.alerts + size.malformed;
      return { kind: malformed ? 'malformed' : 'harmless', number };
    }),
  );
  const each = Math.ceil(kinds.length / size.shards);
  return Array.from({ length: size.shards }, (_, shard) => {
    const logs = kinds.slice(shard * each, (shard + 1) * each);
    const groups = cutUp(logs.length, size.mostLogs, (at) => chance('group', shard, at)).map(
      ({ from, to }) => logs.slice(from, to),
    );
    const ranges = cutUp(groups.length, size.mostGroups, (at) => chance('range', shard, at));
    return { groups, cuts: [0, ...ranges.map(({ to }) => to)] };
  });
}

/** Pieces of 1 to `most`, one after the other. */
function cutUp(length: number, most: number, chance: (at: number) => number) {
  const pieces: { readonly from: number; readonly to: number }[] = [];
  for (let from = 0; from < length;) {
    const to = Math.min(length, from + between(chance(from), 1, most));
    pieces.push({ from, to });
    from = to;
  }
  return pieces;
}

/** In the order of the shards. */
export function dueAlerts(shards: readonly PlannedShard[]): readonly DueAlert[] {
  return shards.flatMap(({ groups }, shard) =>
    groups.flatMap((group, at) =>
      group.flatMap((log) =>
        log.kind === 'alert' ? [{ event: log.event, shard, group: at }] : [],
      ),
    ),
  );
}

export function plannedRanges(shards: readonly PlannedShard[]): readonly PlannedRange[] {
  return shards.flatMap(({ groups, cuts }, shard) =>
    cuts.slice(0, -1).map((from, cut) => ({
      name: rangeName(shard, cut),
      shard,
      when: from / groups.length,
      events: groups
        .slice(from, cuts[cut + 1])
        .flat()
        .flatMap((log) => (log.kind === 'alert' ? [log.event] : [])),
    })),
  );
}

export function rangeName(shard: number, cut: number): string {
  return `${shard}/${cut}`;
}

function eventId(number: number): string {
  return `C4A05000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** Finds the ids of planned events in a text. */
export function eventIdsIn(text: string): readonly string[] {
  return [...new Set(text.match(/C4A05000-0000-4000-8000-\d{12}/g) ?? [])];
}
