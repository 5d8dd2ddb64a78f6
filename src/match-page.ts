import { describeRecord } from './actiontrail/describe-record.ts';
import { readRecord } from './actiontrail/read-record.ts';
import type { Correlated, RuleSnapshot } from './model/alert.ts';
import type { AuditEvent, AuditRecord } from './model/audit-event.ts';
import { errorName } from './model/error-name.ts';
import type { LogScreen } from './model/log-screen.ts';
import type { RawLog } from './model/raw-log.ts';
import type { Sighting } from './sigma/correlate/sighting.ts';
import type { Tally } from './tally.ts';

/** What the story needs of the rules. */
export interface Rules {
  /** The rules that ring for an event, and what correlation rules have to see of it. */
  readonly match: (record: AuditRecord) => {
    readonly rules: readonly RuleSnapshot[];
    readonly sightings: readonly Sighting[];
  };
  readonly correlate: (sightings: readonly Sighting[]) => Promise<readonly Correlated[]>;
  /** Rejects records that no rule can match, before they are read. */
  readonly screen: LogScreen;
}

/** One rule's match of one event. */
export interface Match {
  readonly rule: RuleSnapshot;
  readonly event: AuditEvent;
  /** Of the event. */
  readonly id: string;
  /** When its log was written to the logstore, in milliseconds since 1970. */
  readonly logged: number;
}

/** A record that could not be read. */
export interface Malformed {
  readonly log: RawLog;
  readonly why: string;
}

/** What a page holds. */
export interface FoundOnPage {
  readonly matches: readonly Match[];
  readonly sightings: readonly Sighting[];
  /** When the log of the last of them was written, in milliseconds since 1970. */
  readonly lastSighted: number;
  readonly malformed: readonly Malformed[];
  /** What ended the page before its end. */
  readonly damage: unknown;
}

/**
 * Reads the logs of a page and matches them. One record that cannot be read, or that trips over a
 * mistake of ours, never costs its neighbours.
 */
export function matchPage(logs: Iterable<RawLog>, rules: Rules, tally: Tally): FoundOnPage {
  const matches: Match[] = [];
  const sightings: Sighting[] = [];
  const malformed: Malformed[] = [];
  let lastSighted = 0;

  function matchLog(log: RawLog): void {
    const reading = readRecord(log);
    if (reading.kind === 'malformed') return misread(log, reading.why);
    const found = rules.match(reading.record);
    const event = found.rules.length === 0 ? undefined : describeRecord(reading.record);
    tally.evaluated(found.rules.length);
    if (found.sightings.length > 0) lastSighted = log.time() * 1000;
    sightings.push(...found.sightings);
    if (event === undefined) return;
    const logged = log.time() * 1000;
    for (const rule of found.rules) matches.push({ rule, event, id: event.id, logged });
  }

  function misread(log: RawLog, why: string): void {
    tally.malformed(why, log.origin);
    malformed.push({ log, why });
  }

  let damage: unknown;
  try {
    for (const log of logs) {
      try {
        matchLog(log);
      } catch (error) {
        misread(log, `unreadable: ${errorName(error)}`);
      }
    }
  } catch (error) {
    damage = error;
  }
  return { matches, sightings, lastSighted, malformed, damage };
}
