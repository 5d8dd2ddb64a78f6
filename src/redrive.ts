import { deliver, keysOf } from './delivery/deliver.ts';
import { settle } from './delivery/settle.ts';
import type { LogClient } from './logs/log-client.ts';
import type { AlertLetter, DeadLetter, RangeLetter, RecordLetter } from './model/dead-letter.ts';
import type { Origin } from './model/raw-log.ts';
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
    case 'range':
      return redriveRange(letter, letter, options);
    case 'record': {
      const { origin, endCursor } = letter;
      const page = { shard: origin.shard, beginCursor: origin.cursor, endCursor };
      // Its neighbours were told long ago, and a ledger may have forgotten.
      const takes = ({ cursor, index }: Origin) =>
        cursor === origin.cursor && index === origin.index;
      const pipeline = { ...options.pipeline, takes };
      return redriveRange(letter, page, { ...options, pipeline });
    }
  }
}

async function redriveAlert(
  { alert: kept, channel }: AlertLetter,
  { pipeline, turn }: RedriveOptions,
): Promise<Redriven> {
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
  const { told } = await deliver([{ ...alert, mayRepeat }], {
    ...pipeline,
    ...turn,
    repeatIntervalMs: () => 0,
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
  return fate === undefined || fate.kind === 'delivered' || fate.kind === 'suppressed'
    ? { kind: 'settled' }
    : { kind: 'failed', reason: fate.reason };
}

async function redriveRange(
  letter: RangeLetter | RecordLetter,
  range: Pick<RangeLetter, 'shard' | 'beginCursor' | 'endCursor'>,
  { client, pipeline, turn }: RedriveOptions,
): Promise<Redriven> {
  const { shard, beginCursor, endCursor } = range;
  let still: string | undefined;
  const summary = await runPipeline(
    client,
    { shard, beginCursor, endCursor },
    {
      ...pipeline,
      giveUp: { attempts: Infinity, maxAgeMs: Infinity },
      async keepLetters(letters) {
        still ??= letters.find(({ id }) => id === letter.id)?.reason;
        await pipeline.keepLetters(letters.filter(({ id }) => id !== letter.id));
      },
    },
    turn,
  );
  if (still !== undefined) return { kind: 'failed', reason: still };
  const left = summary.retried + summary.elsewhere;
  return left === 0
    ? { kind: 'settled' }
    : { kind: 'failed', reason: `${left} deliveries are left` };
}
