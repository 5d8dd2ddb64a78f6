import type { Event } from '../event.ts';
import type { Group, Turn } from './collect-groups.ts';
import { fingerprint } from './fingerprint.ts';
import type { Firing } from './firing.ts';
import { openMeter } from './open-meter.ts';
import { openTimeline, type Timeline } from './timeline.ts';
import type { WindowEntry, WindowFiring, WindowState } from './windows.ts';

/** A firing, and the event that caused it. */
export interface Fired {
  readonly firing: Firing;
  readonly cause: Event;
}

/**
 * Takes the events of a call one after the other, as if each came alone, and asks after each one
 * whether a window that it is in rings: the windows that end with an entry from the event's own time
 * to a timespan later, earliest first. Entries that the group had before are there from the beginning.
 *
 * It yields a firing that it found and is given back the firings that stand in the group: its own may
 * not be among them, because another instance was first. After a firing the group is quiet, unless the
 * event is one that caused a firing: that one causes it again, so that what was not told is.
 */
export function* askGroup(
  group: Group,
  state: WindowState,
  mostEvents: number,
  mostKept: number,
): Generator<WindowFiring, readonly Fired[], readonly WindowFiring[]> {
  const { plan, turns } = group;
  const { correlation } = plan.correlation;
  const timeline = openTimeline(state.before, openMeter(correlation), plan.spanMs, mostEvents);
  const known = new Set(state.known);
  const late = new Set(state.late);
  let { firings } = state;
  const fired: Fired[] = [];

  /** A window whose oldest entries may be forgotten, or that is quiet, is not asked. */
  function mayFire(end: number): boolean {
    if (end - plan.spanMs < state.since) return false;
    return firings.every(({ time }) => Math.abs(end - time) > plan.spanMs);
  }

  // Every window that ends until then was asked, and nothing has come into one since.
  let askedTo = -Infinity;
  for (const turn of turns.values()) {
    let own = firings.find(({ cause }) => cause === turn.id);
    if (own === undefined && turn.entries.every(({ id }) => late.has(id))) continue;
    for (const entry of turn.entries) {
      if (known.has(entry.id)) continue;
      timeline.insert(entry);
      askedTo = -Infinity;
    }
    if (own === undefined) {
      const first = Math.max(turn.time, askedTo);
      for (const end of timeline.times(first, turn.time + plan.spanMs)) {
        if (end === askedTo) continue;
        askedTo = end;
        if (!mayFire(end) || !timeline.read(end).holds) continue;
        firings = yield { cause: turn.id, time: end };
        own = firings.find(({ cause }) => cause === turn.id);
        if (own !== undefined) break;
      }
    }
    if (own === undefined) continue;
    fired.push({ firing: describe(group, turn, own.time, timeline, mostKept), cause: turn.event });
  }
  return fired;
}

function describe(
  { plan, key, values }: Group,
  turn: Turn,
  end: number,
  timeline: Timeline,
  mostKept: number,
): Firing {
  const { value } = timeline.read(end);
  const window = timeline.window();
  const events = [...new Set(window.map(({ event }) => event))];
  return {
    correlation: plan.correlation,
    id: fingerprint(JSON.stringify([key, turn.id])),
    group: plan.correlation.correlation.groupBy.map((name, place) => ({
      name,
      value: values[place] ?? '',
    })),
    firstSeen: window[0]?.time ?? turn.time,
    lastSeen: end,
    count: events.length,
    value,
    events,
    kept: keptOf(window, turn, mostKept),
    silent: plan.silent,
  };
}

/** The newest texts of a window, in order of time, with those of the event that caused the firing. */
function keptOf(window: readonly WindowEntry[], turn: Turn, most: number): readonly string[] {
  // The window may have forgotten what the event brought; the event that has come again has not.
  const texts = window.flatMap(({ event, kept }) => (event === turn.id ? turn.kept : kept));
  const chosen = new Set(turn.kept.slice(0, most));
  for (const text of texts.toReversed()) if (chosen.size < most) chosen.add(text);
  return [...new Set(texts)].filter((text) => chosen.has(text));
}
