import type { Routable } from './alerts/matchers.ts';
import { openBatch } from './batch.ts';
import type { Channel } from './channels/channel.ts';
import type { SayNotice } from './delivery/tell-notice.ts';
import { errorReason } from './error-reason.ts';
import type { Attempt, Holding, Ledger } from './ledger/ledger.ts';
import type { LogClient } from './logs/log-client.ts';
import type { LogRange } from './logs/log-source.ts';
import type { Pace } from './logs/patience.ts';
import type { Rules } from './match-page.ts';
import type { Offer } from './model/action.ts';
import type { Alert, Circumstances, Due } from './model/alert.ts';
import type { DeadLetter } from './model/dead-letter.ts';
import type { Digest } from './model/digest.ts';
import type { BatchSummary, Journal } from './model/journal.ts';
import type { Notice } from './model/notice.ts';
import type { Notification } from './model/notification.ts';
import type { Origin } from './model/raw-log.ts';
import type { ChatSilence } from './model/response.ts';
import type { Ways } from './model/routing.ts';
import { readRange, startOf } from './read-range.ts';
import { openTally } from './tally.ts';

export interface Pipeline {
  readonly logstore: string;
  readonly rules: Rules;
  readonly channels: readonly Channel[];
  readonly ledger: Ledger;
  /** How each channel is told of a finding. */
  readonly route: (finding: Routable, circumstances: RouteCircumstances) => Ways;
  readonly say: (alert: Alert, channel: string, circumstances: Circumstances) => Notification;
  readonly sayDigest: (digest: Digest, channel: string, mayRepeat: boolean) => Notification;
  /** What a message to a channel offers about an alert, by its id; undefined where nobody can answer. */
  readonly offers: ((alert: string, channel: string) => readonly Offer[]) | undefined;
  /** Holds a digest for the sweep, where that outlives this call. */
  readonly hold: (channel: string, digest: Digest) => Promise<Holding>;
  /** Hears of each alert that a setting keeps from ringing on a channel. */
  readonly onMuted: (alert: Alert, channel: string, by: string) => void;
  readonly sayNotice: SayNotice;
  /** For how long repeats of an alert are only counted; 0 where all of them ring. */
  readonly repeatIntervalMs: (due: Due) => number;
  /** Whether what is given up is kept anywhere but in the journal. */
  readonly keepsLetters: boolean;
  /** Keeps what is given up; rejects where that may not have worked. */
  readonly keepLetters: (letters: readonly DeadLetter[]) => Promise<void>;
  /** What went wrong with rules since it was last asked, each rule once. */
  readonly takeFaults: () => readonly Notice[];
  readonly giveUp: {
    /** The tries of a range that did not get on. */
    readonly attempts: number;
    /** The age of a range whose tries cannot be counted, in milliseconds. */
    readonly maxAgeMs: number;
  };
  readonly journal: Journal;
  /** Which logs are of interest at all, by where they stand; all unless said. */
  readonly takes?: (origin: Origin) => boolean;
}

/** What routes go by beside the finding. */
export interface RouteCircumstances {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What people have silenced by answering. */
  readonly answered?: readonly ChatSilence[];
  /** Whether what is late rings one by one all the same. */
  readonly lateAsAlerts?: boolean | undefined;
}

/** One call of the function. */
export interface Turn extends Pace {
  /** Tells it from every other. */
  readonly owner: string;
  /** When it has surely ended: its claims on what it tells run out. Milliseconds since 1970. */
  readonly leaseEnd: number;
}

/**
 * Pull the delivered logs, read them as audit events, match them against the rules, turn matches
 * into alerts, deliver them to the channels.
 *
 * Where something is left, the summary or the error that is thrown says so: the range has to come
 * again, and goes on where all before was dealt with. What came to its end is not told twice. A range
 * that was tried too often is given up: what is left of it becomes dead letters.
 */
export async function runPipeline(
  client: LogClient,
  range: LogRange,
  pipeline: Pipeline,
  turn: Turn,
): Promise<BatchSummary> {
  const { ledger, logstore, giveUp } = pipeline;
  const key = JSON.stringify([logstore, range.shard, range.beginCursor]);
  const { shard, lateAsAlerts } = range;
  // At once: each takes as long as Redis does.
  const [attempt] = await Promise.all([ledger.ranges.begin(key), ledger.pulses.begin(shard)]);
  const tally = openTally(pipeline.journal, turn.now);
  const givenUp = reasonToGiveUp(attempt, range, pipeline, turn.now());
  const attempts = attempt.number;
  const batch = openBatch({ ...pipeline, turn, tally, attempts, givenUp, lateAsAlerts });

  const checkpoint = (cursor: string) => ledger.ranges.checkpoint(key, cursor);
  const reading = { ...pipeline, turn, tally, batch, givenUp, checkpoint };
  const rest = startOf(range, attempt);
  if (rest !== range) {
    pipeline.journal({ kind: 'resumed', shard, cursor: rest.beginCursor });
  }
  // A try that was given up and did not even end, again and again: nothing but this can.
  const isDeadly = attempts > giveUp.attempts + MOST_DEATHS;
  const { reached, error } = isDeadly ? batch.skip(rest) : await readRange(client, rest, reading);
  await batch.tell();
  await batch.keepLetters();
  // A try that got nowhere counts, and a checkpoint would forget it.
  const isFurther = reached !== rest.beginCursor;
  if (batch.isSettled() && error === undefined) await ledger.ranges.done(key);
  else if (batch.isSettled() && isFurther) await checkpoint(reached);
  else if (batch.getsOn() && error === undefined && ageOf(range, turn.now()) < giveUp.maxAgeMs) {
    await ledger.ranges.uncount(key);
  }
  await batch.tellNotices();

  const summary = tally.close();
  const [broken] = [...(error === undefined ? [] : [error]), ...batch.broken()];
  const { records, retried, elsewhere } = summary;
  const left = retried + elsewhere > 0 ? 'its channels could not be told yet' : undefined;
  const failed = broken === undefined ? left : errorReason(broken);
  await ledger.pulses.end({ shard, records, failed, channels: batch.channels() });
  if (broken !== undefined) throw broken;
  return summary;
}

/** How often a range that is given up may end the function before it is not even looked at. */
const MOST_DEATHS = 2;

/** Why what is left after this time is not left for another; undefined where it is. */
function reasonToGiveUp(
  attempt: Attempt,
  range: LogRange,
  { ledger, giveUp }: Pipeline,
  now: number,
): string | undefined {
  if (attempt.number >= giveUp.attempts) return `given up after ${attempt.number} attempts`;
  // Whoever tried it before may have been another instance, of which nothing is known.
  const isOld = !ledger.shared && ageOf(range, now) >= giveUp.maxAgeMs;
  return isOld ? 'given up for its age' : undefined;
}

/** In milliseconds; 0 where the trigger does not say. */
function ageOf({ arrived }: LogRange, now: number): number {
  return arrived === undefined ? 0 : now - arrived;
}
