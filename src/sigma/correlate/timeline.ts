import type { Meter, Reading } from './meter.ts';
import type { WindowEntry } from './windows.ts';

/** The entries of a group in order of time, and a window that moves over them. */
export interface Timeline {
  insert(entry: WindowEntry): void;
  /** The different times of entries from one time to another, both included. */
  times(from: number, to: number): Iterable<number>;
  /** Measures the window that ends at a time: `spanMs` long, both ends included. */
  read(end: number): Reading;
  /** The entries in the window that was read last, in order of time. */
  window(): readonly WindowEntry[];
}

/** A window holds no more than `most` entries: the newest. */
export function openTimeline(
  before: readonly WindowEntry[],
  meter: Meter,
  spanMs: number,
  most: number,
): Timeline {
  const entries = [...before];
  // The window is made of the entries from the place `from` to before the place `to`.
  let from = 0;
  let to = 0;

  /** The first place whose entry has come at `time` or, for `after`, after it. */
  function placeOf(time: number, after: boolean): number {
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = entries[middle]?.time ?? time;
      if (found < time || (after && found === time)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function change(how: 'add' | 'remove', place: number): void {
    const entry = entries[place];
    if (entry !== undefined) meter[how](entry);
  }

  function moveTo(end: number): void {
    const last = placeOf(end, true);
    const first = Math.max(placeOf(end - spanMs, false), last - most);
    if (first >= to || last <= from) {
      while (to > from) change('remove', (to -= 1));
      from = first;
      to = first;
    }
    while (from > first) change('add', (from -= 1));
    for (; to < last; to += 1) change('add', to);
    for (; from < first; from += 1) change('remove', from);
    while (to > last) change('remove', (to -= 1));
  }

  return {
    insert(entry) {
      const place = placeOf(entry.time, true);
      if (place === entries.length) entries.push(entry);
      else entries.splice(place, 0, entry);
      if (place >= to) return;
      to += 1;
      if (place < from) from += 1;
      else meter.add(entry);
    },
    *times(start, end) {
      let time: number | undefined;
      for (let place = placeOf(start, false); place < entries.length; place += 1) {
        const next = entries[place]?.time;
        if (next === undefined || next > end) return;
        if (next !== time) yield next;
        time = next;
      }
    },
    read(end) {
      moveTo(end);
      return meter.read();
    },
    window: () => entries.slice(from, to),
  };
}
