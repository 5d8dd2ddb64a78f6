import { readRecord } from './actiontrail/read-record.ts';
import { groupMatches } from './alerts/group-matches.ts';
import type { Channel } from './channels/channel.ts';
import { deliver } from './delivery/deliver.ts';
import { type Match, stillOwed } from './delivery/still-owed.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { LogClient } from './logs/log-client.ts';
import type { LogRange } from './logs/log-source.ts';
import { type Pace, pullPages } from './logs/pull-pages.ts';
import { readLogs } from './logs/read-logs.ts';
import type { Alert, RuleSnapshot } from './model/alert.ts';
import type { AuditEvent } from './model/audit-event.ts';
import { errorName } from './model/error-name.ts';
import type { BatchSummary, Journal } from './model/journal.ts';
import type { Notification } from './model/notification.ts';
import type { RawLog } from './model/raw-log.ts';
import { openTally, type Tally } from './tally.ts';

export interface Pipeline {
  readonly logstore: string;
  /** The rules that an event matches. */
  readonly match: (event: AuditEvent) => readonly RuleSnapshot[];
  readonly channels: readonly Channel[];
  readonly ledger: Ledger;
  readonly say: (alert: Alert, channel: string) => Notification;
  readonly journal: Journal;
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
  const groups = groupMatches();
  const started = pace.now();
  const deadline = started + (pace.deadline - started) * READING_SHARE;

  const { shard, endCursor } = range;
  const endsEarly = (cursor: string) =>
    pipeline.journal({ kind: 'short-range', shard, cursor, endCursor });

  const broken: unknown[] = [];
  try {
    for await (const page of pullPages(client, range, { ...pace, deadline }, endsEarly)) {
      const logs = readLogs(page, pipeline.logstore, shard);
      const { matches, damage } = matchPage(logs, pipeline, tally);
      for (const { rule, event, channels } of await stillOwed(matches, pipeline)) {
        if (channels.length === 0) tally.repeated();
        else groups.add(rule, event, channels);
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
  { match }: Pipeline,
  tally: Tally,
): { readonly matches: readonly Match[]; readonly damage: unknown } {
  const matches: Match[] = [];
  try {
    for (const log of logs) matches.push(...matchLog(log, match, tally));
  } catch (damage) {
    return { matches, damage };
  }
  return { matches, damage: undefined };
}

function matchLog(log: RawLog, match: Pipeline['match'], tally: Tally): readonly Match[] {
  try {
    const reading = readRecord(log);
    if (reading.kind === 'malformed') {
      tally.malformed(reading.why, reading.origin);
      return [];
    }
    const { event } = reading;
    const matches = match(event).map((rule) => ({ rule, event }));
    tally.evaluated(matches.length);
    return matches;
  } catch (error) {
    tally.malformed(`unreadable: ${errorName(error)}`, log.origin);
    return [];
  }
}
