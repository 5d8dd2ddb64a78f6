import { LogServiceError } from '../../logs/log-service-error.ts';
import { untilAborted } from '../input/open-events.ts';
import type { Called } from './call-range.ts';
import { addCounts, type Counts, noCounts } from './counts.ts';
import { shardSteps, type Step, type Stepping } from './shard-steps.ts';

export interface ShardRedrive extends Omit<Stepping, 'shard'> {
  /** Has one step dealt with that holds something. */
  readonly call: (shard: number, step: Step) => Promise<Called>;
  /** Hears how much of all shards is dealt with, from 0 to 1. */
  readonly onProgress: (share: number, total: Redriven) => void;
}

/** Where a shard stands. */
export interface ShardState {
  readonly shard: number;
  /** What came in before is dealt with: milliseconds since 1970. */
  readonly standsAt: number;
  readonly isDone: boolean;
  /** Why it got no further; undefined where it is done, or somebody interrupted. */
  readonly reason: string | undefined;
}

export interface Redriven {
  readonly shards: readonly ShardState[];
  /** Calls that came to a good end. */
  readonly calls: number;
  /** Of those calls. */
  readonly counts: Counts;
}

/** So many shards are dealt with side by side: each is an instance of the function. */
const SIDE_BY_SIDE = 4;

/** Deals with the shards, each in order. One that gets no further leaves the others to go on. */
export async function redriveShards(
  ids: readonly number[],
  redrive: ShardRedrive,
): Promise<Redriven> {
  const { from, to, interrupted, call, onProgress } = redrive;
  const states = new Map<number, ShardState>(
    ids.map((shard) => [shard, { shard, standsAt: from, isDone: false, reason: undefined }]),
  );
  let calls = 0;
  let counts = noCounts;
  const total = (): Redriven => ({ shards: [...states.values()], calls, counts });

  function stand(shard: number, standsAt: number, reason?: string): void {
    states.set(shard, { shard, standsAt, isDone: standsAt >= to, reason });
    const gone = [...states.values()].reduce((sum, state) => sum + state.standsAt - from, 0);
    onProgress(gone / Math.max(1, (to - from) * ids.length), total());
  }

  async function redriveShard(shard: number): Promise<void> {
    let at = from;
    try {
      for await (const step of untilAborted(shardSteps({ ...redrive, shard }), interrupted)) {
        if (step.beginCursor !== step.endCursor) {
          const called = await call(shard, step);
          if (called.kind === 'interrupted') return;
          if (called.kind === 'failed') return stand(shard, at, called.reason);
          calls += 1;
          counts = addCounts(counts, called.counts);
        }
        at = step.to;
        stand(shard, at);
      }
    } catch (error) {
      if (!(error instanceof LogServiceError)) throw error;
      if (!interrupted.aborted) stand(shard, at, error.message);
    }
  }

  const waiting = [...ids];
  async function work(): Promise<void> {
    for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift()) {
      if (interrupted.aborted) return;
      await redriveShard(shard);
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return total();
}
