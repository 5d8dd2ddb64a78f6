import { describeRecord } from './actiontrail/describe-record.ts';
import { readRecord } from './actiontrail/read-record.ts';
import { groupMatches } from './alerts/group-matches.ts';
import type { Channel } from './channels/channel.ts';
import { deliver } from './delivery/deliver.ts';
import { stillOwed } from './delivery/still-owed.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { LogClient } from './logs/log-client.ts';
import type { LogRange } from './logs/log-source.ts';
import { type Pace, pullPages } from './logs/pull-pages.ts';
import { readLogs } from './logs/read-logs.ts';
import type { Alert, Correlated, RuleSnapshot } from './model/alert.ts';
import type { AuditEvent, AuditRecord } from './model/audit-event.ts';
import { errorName } from './model/error-name.ts';
import type { BatchSummary, Journal } from './model/journal.ts';
import type { LogScreen } from './model/log-screen.ts';
import type { Notification } from './model/notification.ts';
import type { RawLog } from './model/raw-log.ts';
import type { Sighting } from './sigma/correlate/sighting.ts';
import { openTally, type Tally } from './tally.ts';

export interface Pipeline {
  readonly logstore: string;
  readonly rules: Rules;
  readonly channels: readonly Channel[];
  readonly ledger: Ledger;
  readonly say: (alert: Alert, channel: string) => Notification;
  readonly journal: Journal;
}

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

/** How much of the time is for reading; the rest is for telling. */
const READING_SHARE = 0.6;

/**
 * Pull the delivered logs, read them as audit events, match them against the rules, turn matches
 * into alerts, deliver them to the channels.
 *
 * Where reading breaks off, what was found until then is told before the error is thrown: the range
 * comes again, and marks keep what was told from being repeated.
 */
export async function runPipeline(
  client: LogClient,
  range: LogRange,
  pipeline: Pipeline,
  pace: Pace,
): Promise<BatchSummary> {
  const tally = openTally(pipeline.journal, pace.now);
  const { logstore } = pipeline;
  const screen = tally.countRejected(pipeline.rules.screen);
  const groups = groupMatches();
  const started = pace.now();
  const deadline = started + (pace.deadline - started) * READING_SHARE;

  const { shard, endCursor } = range;
  const endsEarly = (cursor: string) =>
    pipeline.journal({ kind: 'short-range', shard, cursor, endCursor });

  const broken: unknown[] = [];
  try {
    for await (const page of pullPages(client, range, { ...pace, deadline }, endsEarly)) {
      const logs = readLogs(page, { logstore, shard, screen });
      const { matches, sightings, damage } = matchPage(logs, pipeline.rules, tally);
      for (const [{ rule, event }, channels] of await stillOwed(matches, pipeline)) {
        if (channels.length === 0) tally.repeated();
        else groups.add(rule, event, channels);
      }
      const correlated = await pipeline.rules.correlate(sightings);
      tally.correlated(correlated.length);
      for (const [found, channels] of await stillOwed(correlated, pipeline)) {
        if (channels.length === 0) tally.repeated();
        else groups.addCorrelated(found, channels);
      }
      if (damage) throw damage;
    }
  } catch (error) {
    broken.push(error);
  }

  const delivered = await deliver(groups.alerts(), { ...pipeline, ...pace });
  for (const told of delivered.told) tally.told(told);
  broken.push(...delivered.broken);
  const summary = tally.close();
  if (broken.length > 0) throw broken[0];
  return summary;
}

/**
 * One record that cannot be read, or that trips over a mistake of ours, never costs its neighbours.
 * `damage` is what ended the page before its end.
 */
function matchPage(
  logs: Iterable<RawLog>,
  rules: Rules,
  tally: Tally,
): Found & { readonly damage: unknown } {
  const matches: Match[] = [];
  const sightings: Sighting[] = [];
  try {
    for (const log of logs) {
      const found = matchLog(log, rules, tally);
      matches.push(...found.matches);
      sightings.push(...found.sightings);
    }
  } catch (damage) {
    return { matches, sightings, damage };
  }
  return { matches, sightings, damage: undefined };
}

function matchLog(log: RawLog, { match }: Rules, tally: Tally): Found {
  try {
    const reading = readRecord(log);
    if (reading.kind === 'malformed') {
      tally.malformed(reading.why, reading.origin);
      return nothing;
    }
    const { rules, sightings } = match(reading.record);
    tally.evaluated(rules.length);
    if (rules.length === 0) return { matches: [], sightings };
    const event = describeRecord(reading.record);
    return { matches: rules.map((rule) => ({ rule, event, id: event.id })), sightings };
  } catch (error) {
    tally.malformed(`unreadable: ${errorName(error)}`, log.origin);
    return nothing;
  }
}

interface Match {
  readonly rule: RuleSnapshot;
  readonly event: AuditEvent;
  readonly id: string;
}

interface Found {
  readonly matches: readonly Match[];
  readonly sightings: readonly Sighting[];
}

const nothing: Found = { matches: [], sightings: [] };
