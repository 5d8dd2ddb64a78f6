import { type Fields, isFields } from '../../model/fields.ts';
import type { TimelineTest } from './rule-test-format.ts';

/** When timelines begin whose `base` has no `eventTime`. */
const BEGINNING = Date.UTC(2026, 0, 1);

export interface TimelineEvent {
  /** Milliseconds after the beginning. */
  readonly at: number;
  /** The whole record. */
  readonly event: Fields;
}

/**
 * The records of a timeline in the order in which they happen. Each has an id and a time of its own,
 * unless its step gives it one.
 */
export function timelineEvents({ base, timeline }: TimelineTest): readonly TimelineEvent[] {
  const written = base['eventTime'];
  const beginning = typeof written === 'string' ? Date.parse(written) : BEGINNING;
  return timeline
    .flatMap(({ at, event, times = 1, every = 0 }) =>
      Array.from({ length: times }, (_, nth) => ({ at: at + nth * every, event })),
    )
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, event }, nth) => {
      const own = { eventId: idOf(nth + 1), eventTime: new Date(beginning + at).toISOString() };
      return { at, event: laidOver({ ...base, ...own }, event) };
    });
}

/** Visibly made up. */
function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** What both say, the upper one says; maps are laid over each other key by key. */
function laidOver(below: Fields, above: Fields): Fields {
  const merged = Object.entries(above).map(([key, value]) => {
    const under = Object.hasOwn(below, key) ? below[key] : undefined;
    return [key, isFields(under) && isFields(value) ? laidOver(under, value) : value];
  });
  return { ...below, ...Object.fromEntries(merged) };
}
