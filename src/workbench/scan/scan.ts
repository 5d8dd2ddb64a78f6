import { knownEvents } from '../../actiontrail/catalogue.ts';
import { describeRecord, recordId, recordTime } from '../../actiontrail/describe-record.ts';
import { openNewEvents } from '../../actiontrail/new-events.ts';
import { readOutcome } from '../../actiontrail/outcome.ts';
import { EVENT_CONTENT, readRecord } from '../../actiontrail/read-record.ts';
import { rawView } from '../../actiontrail/rule-view.ts';
import { createMemoryWindows } from '../../ledger/memory-windows.ts';
import type { AuditEvent, AuditRecord } from '../../model/audit-event.ts';
import { errorName } from '../../model/error-name.ts';
import { isFields, parseJson } from '../../model/fields.ts';
import type { LogScreen } from '../../model/log-screen.ts';
import type { RawLog } from '../../model/raw-log.ts';
import { openMatcher } from '../../rule-matcher.ts';
import type { Bound } from '../../sigma/correlate/bound.ts';
import type { Firing } from '../../sigma/correlate/firing.ts';
import type { Sighting } from '../../sigma/correlate/sighting.ts';
import type { CorrelationRule } from '../../sigma/correlation-rule.ts';
import type { Event } from '../../sigma/event.ts';
import { readTime } from '../../sigma/items/time-part.ts';
import { planRules } from '../../sigma/match/plan-rules.ts';
import type { Heading, Rule, RuleHead } from '../../sigma/rule.ts';
import { madeUpLog } from '../made-up-log.ts';
import { wrappedRecords } from '../wrapped-records.ts';

/** What a scan finds: one record, or for a correlation rule the records that belong together. */
export interface ScanMatch {
  readonly rule: Heading;
  /** From 0; of a correlation that of its latest event. */
  readonly line: number;
  /** The event's id, and when it happened (milliseconds since 1970); of a correlation the latest one's. */
  readonly id: string;
  readonly time: number;
  /** All that there is to tell of the event; undefined of a correlation, and of what is taken as it is. */
  readonly describe: (() => AuditEvent) | undefined;
  readonly correlated: CorrelatedLines | undefined;
}

/** The events of a correlation, as far as they are remembered, in the order they happened. */
export interface CorrelatedLines {
  /** The same whenever the event that completed it is given again. */
  readonly id: string;
  readonly lines: readonly number[];
  readonly ids: readonly string[];
  /** How many of them are calls that succeeded. */
  readonly succeeded: number;
  /** What they have in common, by which their rule groups them. */
  readonly group: Firing['group'];
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
  /** Hears once of each event of a known service that the catalogue lacks. */
  readonly onNewEvent?: (service: string, name: string) => void;
}

export interface Scan {
  /**
   * Takes a line, which the caller counts: JSON text between two places of some bytes. Answers whether
   * it holds a record, as far as was looked.
   */
  take(bytes: Buffer, start: number, end: number, line: number): boolean;
  /** Takes a line that is a log, which `screen` did not reject. Answers as `take` does. */
  takeLog(log: RawLog, line: number): boolean;
  /** Rejects logs that no rule can match. */
  readonly screen: LogScreen;
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

/**
 * Matches stored records with rules, line by line, as the function would have. Throws a ConfigError where
 * a correlation rule counts one that is not among them.
 */
export function openScan(options: ScanOptions): Scan {
  const { view, correlations, onMatch, onMalformed, onFault, onBound } = options;
  const matcher = openMatcher({
    rules: planRules(options.rules, rawView),
    correlations,
    windows: createMemoryWindows(),
    known: view === 'actiontrail' ? knownEvents() : [],
    onBound,
    latenessMs: LATENESS_MS,
    mostKept: MOST_LINES,
  });
  const noticeNew = openNewEvents(options.onNewEvent ?? (() => {}));
  const read = view === 'actiontrail' ? readActionTrail : openPlainReader();
  let sightings: Sighting[] = [];

  function match(record: ScanRecord | string, line: number): boolean {
    if (typeof record === 'string') {
      onMalformed(line, record);
      return false;
    }
    const { id, time, event, audit } = record;
    let described: AuditEvent | undefined;
    const describe = audit && (() => (described ??= describeRecord(audit)));
    if (audit) noticeNew(audit);
    const { ringing, counted } = matcher.match(event, (rule, error) => onFault(rule, line, error));
    for (const rule of ringing) {
      onMatch({ rule, line, id: id(), time: time(), describe, correlated: undefined });
    }
    const succeeded = audit !== undefined && readOutcome(audit.fields).kind === 'succeeded';
    for (const rule of counted) {
      const kept = `${line} ${Number(succeeded)} ${id()}`;
      sightings.push({ rule, id: id(), time: time(), event, kept });
    }
    return true;
  }

  /** One record that cannot be read, or that trips over a mistake of ours, never costs its neighbours. */
  function unharmed(line: number, look: () => boolean): boolean {
    try {
      return look();
    } catch (error) {
      onMalformed(line, `unreadable: ${errorName(error)}`);
      return false;
    }
  }

  return {
    take(bytes, start, end, line) {
      if (matcher.rejects(bytes, start, end)) return true;
      if (isBlank(bytes, start, end)) return false;
      return unharmed(line, () => {
        const record = read(bytes.subarray(start, end), line);
        const isWrapped = record === 'no-event-name';
        const inner = isWrapped ? wrappedRecords(bytes.toString('utf8', start, end)) : undefined;
        if (inner === undefined) return match(record, line);
        return inner
          .map((text) => unharmed(line, () => match(read(Buffer.from(text), line), line)))
          .some(Boolean);
      });
    },
    takeLog: (log, line) => unharmed(line, () => match(readLog(log), line)),
    screen: { content: EVENT_CONTENT, rejects: matcher.rejects },
    async correlate(end) {
      if (!end && sightings.length < MOST_WAITING) return;
      const taken = sightings;
      sightings = [];
      for (const firing of await matcher.observe(taken)) {
        const correlated = linesOf(firing);
        onMatch({
          rule: firing.correlation,
          line: correlated.lines.at(-1) ?? 0,
          id: correlated.ids.at(-1) ?? '',
          time: firing.lastSeen,
          describe: undefined,
          correlated,
        });
      }
    },
  };
}

function linesOf({ id, kept, group }: Firing): CorrelatedLines {
  const ids = new Map<number, string>();
  let succeeded = 0;
  for (const text of kept) {
    const [line = '', isSuccess = '', ...rest] = text.split(' ');
    ids.set(Number(line), rest.join(' '));
    succeeded += Number(isSuccess);
  }
  return { id, lines: [...ids.keys()], ids: [...ids.values()], succeeded, group };
}

interface ScanRecord {
  readonly id: () => string;
  /** Milliseconds since 1970. */
  readonly time: () => number;
  readonly event: Event;
  /** Undefined of what is taken as it is. */
  readonly audit: AuditRecord | undefined;
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
  return readLog(madeUpLog(bytes.toString(), 0, line));
}

function readLog(log: RawLog): ScanRecord | string {
  const reading = readRecord(log);
  if (reading.kind === 'malformed') return reading.why;
  const { record } = reading;
  return {
    id: () => recordId(record),
    time: () => recordTime(record).getTime(),
    event: record.fields,
    audit: record,
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
    return { id: () => String(line), time: () => known, event, audit: undefined };
  };
}

function timeOf(event: Event): number | undefined {
  for (const field of timeFields) {
    const time = Object.hasOwn(event, field) ? readTime(event[field]) : undefined;
    if (time !== undefined) return time.getTime();
  }
  return undefined;
}
