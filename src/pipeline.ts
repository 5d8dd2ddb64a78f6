import { readRecord } from './actiontrail/read-record.ts';
import { groupMatches } from './alerts/group-matches.ts';
import type { Channel } from './channels/channel.ts';
import { deliver } from './delivery/deliver.ts';
import { markKey } from './delivery/mark-key.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { LogClient } from './logs/log-client.ts';
import type { LogRange } from './logs/log-source.ts';
import { type Pace, pullPages } from './logs/pull-pages.ts';
import { readLogs } from './logs/read-logs.ts';
import type { Alert, RuleSnapshot } from './model/alert.ts';
import type { AuditEvent } from './model/audit-event.ts';
import type { BatchSummary, Journal } from './model/journal.ts';
import type { Notification } from './model/notification.ts';
import type { RawLog } from './model/raw-log.ts';
import { openTally } from './tally.ts';

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
const READING = 0.6;

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
  const deadline = started + (pace.deadline - started) * READING;

  let broken: { readonly error: unknown } | undefined;
  try {
    for await (const page of pullPages(client, range, { ...pace, deadline })) {
      const found = matchPage(readLogs(page, pipeline.logstore, range.shard), pipeline, tally);
      for (const { rule, event, channels } of await stillOwed(found, pipeline)) {
        if (channels.length === 0) tally.repeated();
        else groups.add(rule, event, channels);
      }
    }
  } catch (error) {
    broken = { error };
  }

  for (const told of await deliver(groups.alerts(), { ...pipeline, deadline: pace.deadline })) {
    tally.told(told);
  }
  const summary = tally.close();
  if (broken) throw broken.error;
  return summary;
}

interface Match {
  readonly rule: RuleSnapshot;
  readonly event: AuditEvent;
}

/** One record that cannot be read, or that trips over a mistake of ours, never costs its neighbours. */
function matchPage(
  logs: Iterable<RawLog>,
  { match }: Pipeline,
  tally: ReturnType<typeof openTally>,
): readonly Match[] {
  const found: Match[] = [];
  for (const log of logs) {
    try {
      const reading = readRecord(log);
      if (reading.kind === 'malformed') {
        tally.malformed(reading.why, reading.origin);
        continue;
      }
      const rules = match(reading.event);
      tally.evaluated(rules.length);
      for (const rule of rules) found.push({ rule, event: reading.event });
    } catch {
      tally.malformed('unreadable', log.origin);
    }
  }
  return found;
}

/** Each match with the channels that were not told of it yet. */
async function stillOwed(
  matches: readonly Match[],
  { channels, ledger }: Pipeline,
): Promise<readonly (Match & { readonly channels: readonly string[] })[]> {
  const keys = matches.flatMap(({ rule, event }) =>
    channels.map(({ name }) => markKey(rule.id, event.id, name)),
  );
  const marked = keys.length > 0 ? await ledger.marked(keys) : new Set();
  return matches.map(({ rule, event }) => ({
    rule,
    event,
    channels: channels
      .map(({ name }) => name)
      .filter((name) => !marked.has(markKey(rule.id, event.id, name))),
  }));
}
