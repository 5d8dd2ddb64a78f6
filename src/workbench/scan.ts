import { knownEvents } from '../actiontrail/catalogue.ts';
import { recordId, recordTime } from '../actiontrail/describe-record.ts';
import { EVENT_CONTENT, readRecord } from '../actiontrail/read-record.ts';
import { rawView } from '../actiontrail/rule-view.ts';
import { createMemoryWindows } from '../ledger/memory-windows.ts';
import { isFields, parseJson } from '../model/fields.ts';
import type { Bound } from '../sigma/correlate/bound.ts';
import { openCorrelator } from '../sigma/correlate/correlator.ts';
import type { Sighting } from '../sigma/correlate/sighting.ts';
import type { CorrelationRule } from '../sigma/correlation-rule.ts';
import type { Event } from '../sigma/event.ts';
import { readTime } from '../sigma/items/time-part.ts';
import { openRules } from '../sigma/match/compile-rules.ts';
import { planRules } from '../sigma/match/plan-rules.ts';
import { openScreen } from '../sigma/raw/screen.ts';
import type { Heading, Rule, RuleHead } from '../sigma/rule.ts';

/** What a scan finds: one record, or for a correlation rule the records that belong together. */
export interface ScanMatch {
  readonly rule: Heading;
  /** From 0; of a correlation that of its latest event. */
  readonly line: number;
  /** Of a correlation all lines, as far as they are remembered. */
  readonly lines: readonly number[] | undefined;
}

/** Records are read as ActionTrail's, which is what the function does, or taken as they are. */
export type ScanView = 'actiontrail' | 'as-is';

export interface ScanOptions {
  readonly rules: readonly Rule[];
  readonly correlations: readonly CorrelationRule[];
  readonly view: ScanView;
  readonly onMatch: (match: ScanMatch) => void;
  /** Hears of a line that holds no record, and why. */
  readonly onMalformed: (line: number, why: string) => void;
  /** Hears of a rule that could not be evaluated on a line. */
  readonly onFault: (rule: RuleHead, line: number, error: unknown) => void;
  readonly onBound: (bound: Bound) => void;
}

export interface Scan {
  /**
   * Takes the next line: JSON text between two places of some bytes. Answers whether it holds a
   * record, as far as was looked.
   */
  take(bytes: Buffer, start: number, end: number): boolean;
  /**
   * Looks for correlations among what was taken: to be called now and then, when it waits for enough
   * to be worth sorting by time, and at the `end`.
   */
  correlate(end: boolean): Promise<void>;
}

/** So many lines of a correlation are remembered, as are events of a group. */
const MOST_LINES = 10_000;

/** Many records stand newest first: correlated at once, they are looked at in the order they happened. */
const MOST_WAITING = 50_000;

/** Stored records may stand in any order, so no event is late. */
const LATENESS_MS = 1_000 * 365 * 24 * 60 * 60 * 1000;

/** Matches stored records with rules, line by line, as the function would have. */
export function openScan(options: ScanOptions): Scan {
  const { view, onMatch, onMalformed, onFault, onBound } = options;
  const planned = planRules(options.rules, rawView);
  const set = openRules(planned);
  const correlator = openCorrelator(options.rules, options.correlations, createMemoryWindows(), {
    onBound,
    latenessMs: LATENESS_MS,
    mostKept: MOST_LINES,
  });
  const screen = openScreen(planned, {
    key: rawView.key,
    known: view === 'actiontrail' ? knownEvents() : [],
  });
  const read = view === 'actiontrail' ? readActionTrail : openPlainReader();
  let sightings: Sighting[] = [];
  let line = -1;

  return {
    take(bytes, start, end) {
      line += 1;
      if (screen.rejects(bytes, start, end)) return true;
      if (isBlank(bytes, start, end)) return false;
      const record = read(bytes.subarray(start, end), line);
      if (typeof record === 'string') {
        onMalformed(line, record);
        return false;
      }
      const at = line;
      const { id, time, event } = record;
      for (const rule of set.match(event, (failed, error) => onFault(failed, at, error))) {
        if (correlator.rings(rule)) onMatch({ rule, line, lines: undefined });
        if (correlator.feeds(rule)) {
          sightings.push({ rule, id: id(), time: time(), event, kept: String(line) });
        }
      }
      return true;
    },
    async correlate(end) {
      if (!end && sightings.length < MOST_WAITING) return;
      const taken = sightings;
      sightings = [];
      for (const { correlation, kept, silent } of await correlator.observe(taken)) {
        if (silent) continue;
        const lines = [...new Set(kept.map(Number))];
        onMatch({ rule: correlation, line: lines.at(-1) ?? 0, lines: lines.toSorted(ascending) });
      }
    },
  };
}

function ascending(a: number, b: number): number {
  return a - b;
}

interface ScanRecord {
  readonly id: () => string;
  /** Milliseconds since 1970. */
  readonly time: () => number;
  readonly event: Event;
}

/** Whether there is nothing but what JSON knows as white space. */
function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}

/** The record, or why there is none. */
function readActionTrail(bytes: Buffer, line: number): ScanRecord | string {
  const reading = readRecord({
    origin: { logstore: '', shard: 0, cursor: '', index: line },
    time: () => 0,
    text: (key) => (key === EVENT_CONTENT ? bytes.toString() : undefined),
  });
  if (reading.kind === 'malformed') return reading.why;
  const { record } = reading;
  return {
    id: () => recordId(record),
    time: () => recordTime(record).getTime(),
    event: record.fields,
  };
}

/** Where logs of all kinds have the time of the event. */
const timeFields = ['eventTime', '@timestamp', 'timestamp', 'UtcTime', 'TimeCreated', 'time', 'ts'];

/** A record without a time happened when the one before it did; each line is another event. */
function openPlainReader(): (bytes: Buffer, line: number) => ScanRecord | string {
  let time = 0;
  return (bytes, line) => {
    const text = bytes.toString();
    // What Windows writes begins with a byte order mark.
    const event = parseJson(text.startsWith('\uFEFF') ? text.slice(1) : text);
    if (!isFields(event)) return event === undefined ? 'not-json' : 'not-an-object';
    time = timeOf(event) ?? time;
    const known = time;
    return { id: () => String(line), time: () => known, event };
  };
}

function timeOf(event: Event): number | undefined {
  for (const field of timeFields) {
    const time = Object.hasOwn(event, field) ? readTime(event[field]) : undefined;
    if (time !== undefined) return time.getTime();
  }
  return undefined;
}
