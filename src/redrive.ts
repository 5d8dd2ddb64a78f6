import { digestAlerts } from './alerts/digest-alerts.ts';
import { sayAnswerable } from './answering.ts';
import { claimKey } from './delivery/claim-key.ts';
import { deliver } from './delivery/deliver.ts';
import { mayHaveArrived } from './delivery/fate.ts';
import { keysOf } from './delivery/owed-keys.ts';
import { settle } from './delivery/settle.ts';
import { tellPatiently, whole } from './delivery/tell-patiently.ts';
import { createMemoryCells } from './ledger/memory-cells.ts';
import { createPulses } from './ledger/pulses.ts';
import { createRanges } from './ledger/ranges.ts';
import type { LogClient } from './logs/log-client.ts';
import type {
  AlertLetter,
  DeadLetter,
  DigestLetter,
  RangeLetter,
  RecordLetter,
} from './model/dead-letter.ts';
import type { Origin } from './model/raw-log.ts';
import type { Route } from './model/routing.ts';
import { type Pipeline, runPipeline, type Turn } from './pipeline.ts';

/** What became of a dead letter that was tried again. */
export type Redriven =
  /** All that was in it has come to its end. */
  | { readonly kind: 'settled' }
  /** It stays a dead letter; the reason is safe to print. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface RedriveOptions {
  /** Reads the logstore that the letters' cursors are of. */
  readonly client: LogClient;
  readonly pipeline: Pipeline;
  readonly turn: Turn;
}

/**
 * Tries once more what a dead letter holds, through the same protocol as everything else: an alert is
 * claimed and sent to the channel that it was for, a range is read and matched again, and so is a
 * record in its page. What was told meanwhile is not told twice, as far as the ledger remembers.
 * Throws what the pipeline throws.
 */
export async function redrive(letter: DeadLetter, options: RedriveOptions): Promise<Redriven> {
  switch (letter.kind) {
    case 'alert':
      return redriveAlert(letter, options);
    case 'digest':
      return redriveDigest(letter, options);
    case 'range':
      return redriveRange(letter, options);
    case 'record':
      return redriveRecord(letter, options);
  }
}

/** Longer than one call takes. */
const SESSION_MS = 24 * 60 * 60 * 1000;

/** Somebody wants it told: no setting keeps it from ringing. */
const byHand: Route = {
  path: 'redrive',
  channels: [],
  groupBy: [],
  repeatIntervalMs: 0,
  minLevel: undefined,
  muteTimes: [],
  activeTimes: [],
};

async function redriveAlert(
  letter: AlertLetter,
  { pipeline, turn }: RedriveOptions,
): Promise<Redriven> {
  const { alert: kept, channel } = letter;
  if (!pipeline.channels.some(({ name }) => name === channel)) {
    return { kind: 'failed', reason: `there is no channel ${channel} in trailbell.yml any more` };
  }
  const { ledger } = pipeline;
  const { owner, leaseEnd: until } = turn;
  const alert = { ...kept, channels: [channel] };
  const claimed = await ledger.claims.claim(keysOf(alert, [channel]), {
    owner,
    until,
    revive: true,
  });
  if (claimed.some(({ kind }) => kind === 'held')) {
    return { kind: 'failed', reason: 'someone else is telling of it right now' };
  }
  const ours = claimed.filter((answer) => answer.kind === 'ours');
  if (ours.length === 0) return { kind: 'settled' };
  const mayRepeat =
    alert.mayRepeat || ours.length < claimed.length || ours.some((each) => each.mayRepeat);
  const routed = { route: byHand, channels: [channel], mutedBy: undefined, isLate: false };
  const due = [{ alert: { ...alert, mayRepeat }, routed }];
  const { told } = await deliver(due, {
    ...pipeline,
    ...turn,
    wording: async (ringing) => sayAnswerable(ringing, await ledger.responses.known(), pipeline),
    repeatIntervalMs: () => 0,
    digestOf: digestAlerts,
  });
  await settle(told, {
    ...pipeline,
    ...turn,
    attempts: 1,
    // It is a dead letter already, and stays one.
    givenUp: 'tried again by hand',
    keep: async () => {},
  });
  const fate = told[0]?.fates.get(channel);
  if (fate === undefined) return { kind: 'failed', reason: 'it could not be tried' };
  if (!('reason' in fate)) return { kind: 'settled' };
  if (mayHaveArrived(fate)) {
    const doubted = { ...kept, mayRepeat: true };
    await pipeline.keepLetters([{ ...letter, time: new Date(turn.now()), alert: doubted }]);
  }
  return { kind: 'failed', reason: fate.reason };
}

async function redriveDigest(
  letter: DigestLetter,
  { pipeline, turn }: RedriveOptions,
): Promise<Redriven> {
  const { digest, channel: name } = letter;
  const { ledger, channels, sayDigest } = pipeline;
  const channel = channels.find((each) => each.name === name);
  if (channel === undefined) {
    return { kind: 'failed', reason: `there is no channel ${name} in trailbell.yml any more` };
  }
  const keys = [claimKey('digest', digest.id, name)];
  const { owner, leaseEnd: until } = turn;
  const [claim] = await ledger.claims.claim(keys, { owner, until, revive: true });
  if (claim?.kind === 'ended') return { kind: 'settled' };
  if (claim?.kind === 'held') {
    return { kind: 'failed', reason: 'someone else is telling of it right now' };
  }
  const mayRepeat = digest.mayRepeat || claim?.mayRepeat === true || ledger.wentDown();
  const word = (again: boolean) => sayDigest(digest, name, again || mayRepeat);
  const fate = await tellPatiently(channel, word, ledger.budgets, whole, turn);
  if (fate.kind === 'delivered') {
    await ledger.claims.end(keys, owner, 'told');
    return { kind: 'settled' };
  }
  const reason = 'reason' in fate ? fate.reason : 'it could not be tried';
  if (fate.kind === 'over' || fate.kind === 'waiting') {
    await ledger.claims.release(keys, owner, 'no');
    return { kind: 'failed', reason };
  }
  const doubt = mayHaveArrived(fate);
  await ledger.claims.release(keys, owner, doubt ? 'maybe' : 'no');
  if (doubt) {
    const doubted = { ...digest, mayRepeat: true };
    await pipeline.keepLetters([{ ...letter, time: new Date(turn.now()), digest: doubted }]);
  }
  return { kind: 'failed', reason };
}

/** Its neighbours were told long ago, and a ledger may have forgotten: it is read alone. */
async function redriveRecord(letter: RecordLetter, options: RedriveOptions): Promise<Redriven> {
  const { origin, endCursor } = letter;
  let isThere = false;
  const takes = ({ cursor, index }: Origin): boolean => {
    const isIt = cursor === origin.cursor && index === origin.index;
    isThere ||= isIt;
    return isIt;
  };
  const { logstore, shard, cursor: beginCursor } = origin;
  const pipeline = { ...options.pipeline, takes };
  const page = { ...letter, logstore, shard, beginCursor, endCursor };
  const redriven = await redriveRange(page, { ...options, pipeline });
  return redriven.kind === 'settled' && !isThere
    ? { kind: 'failed', reason: 'the record does not stand there any more' }
    : redriven;
}

async function redriveRange(
  letter: Pick<RangeLetter, 'id' | 'logstore' | 'shard' | 'beginCursor' | 'endCursor'>,
  { client, pipeline, turn }: RedriveOptions,
): Promise<Redriven> {
  const { id, logstore, shard, beginCursor, endCursor } = letter;
  // Cursors are numbers that mean something everywhere.
  if (logstore !== pipeline.logstore) {
    const reason = `it is of the logstore ${logstore}, and source.logstore is ${pipeline.logstore}`;
    return { kind: 'failed', reason };
  }
  let still: string | undefined;
  // What the function knows of the range that stands here is not ours to change.
  const cells = createMemoryCells({ now: turn.now });
  const ranges = createRanges(cells, SESSION_MS);
  const pulses = createPulses(cells, turn.now);
  const summary = await runPipeline(
    client,
    { shard, beginCursor, endCursor },
    {
      ...pipeline,
      ledger: { ...pipeline.ledger, ranges, pulses },
      giveUp: { attempts: Infinity, maxAgeMs: Infinity },
      journal(entry) {
        if (entry.kind === 'short-range') still ??= 'not all of it is there any more';
        pipeline.journal(entry);
      },
      async keepLetters(letters) {
        still ??= letters.find((again) => again.id === id)?.reason;
        await pipeline.keepLetters(letters.filter((again) => again.id !== id));
      },
    },
    turn,
  );
  if (still !== undefined) return { kind: 'failed', reason: still };
  const left = summary.retried + summary.elsewhere;
  return left === 0
    ? { kind: 'settled' }
    : { kind: 'failed', reason: 'a channel could not be told yet: try once more' };
}
