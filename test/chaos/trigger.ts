import type { Invocation, InvocationEnd } from './evidence.ts';
import type { Plan } from './plan.ts';
import type { Worker, WorkerPool } from './worker-pool.ts';
import type { Work } from './worker-port.ts';

export interface TriggerOptions {
  readonly plan: Plan;
  readonly pool: WorkerPool;
  /** What a worker is handed for the groups `[from, until)` of a shard. */
  readonly workOf: (shard: number, from: number, until: number) => Work;
  readonly onInvoked: (invocation: Invocation) => void;
  /** Milliseconds since 1970: nothing is delivered after it. */
  readonly giveUpAt: number;
}

export interface DeliveredShard {
  /** Ranges that were acknowledged. */
  readonly ranges: number;
  /** How many of those that failed came again with a later end. */
  readonly longer: number;
  /** Whether all was acknowledged before it was time to give up. */
  readonly finished: boolean;
}

/**
 * Plays the trigger of one shard: its ranges in order, each until somebody acknowledges it. One that
 * failed comes again, and may end later than before; some go to two workers at once; some come again
 * although all went well, while the next one is already on its way.
 */
export async function deliverShard(
  shard: number,
  options: TriggerOptions,
): Promise<DeliveredShard> {
  const { plan, pool, workOf, onInvoked, giveUpAt } = options;
  const cuts = plan.shards[shard]?.cuts ?? [];
  const last = cuts.length - 1;
  const again: Promise<number | undefined>[] = [];
  let cut = 0;
  let ranges = 0;
  let longer = 0;
  while (cut < last) {
    const end = await deliverUntilDone(cut, cut + 1, true);
    if (end === undefined) break;
    if (plan.comesAgain(shard, cut)) again.push(deliverUntilDone(cut, end, false));
    ranges += 1;
    cut = end;
  }
  const repeated = await Promise.all(again);
  return { ranges, longer, finished: cut === last && !repeated.includes(undefined) };

  /** Answers the cut at which the acknowledged range ended. */
  async function deliverUntilDone(
    begin: number,
    firstEnd: number,
    asPlanned: boolean,
  ): Promise<number | undefined> {
    let end = firstEnd;
    for (let attempt = 0; Date.now() < giveUpAt; attempt += 1) {
      const planned = asPlanned ? plan.handover(shard, begin, attempt) : undefined;
      const next = Math.min(last, end + (planned?.longer ?? 0));
      if (next > end) longer += 1;
      end = next;
      const workers = await pool.acquire(planned?.workers ?? 1);
      const ends = await Promise.all(
        workers.map((worker) => invoke(worker, begin, end, planned?.killAfter)),
      );
      if (ends.some(({ kind }) => kind === 'succeeded')) return end;
      await sleep(plan.pause(shard, begin, attempt));
    }
    return undefined;
  }

  async function invoke(
    worker: Worker,
    begin: number,
    end: number,
    killAfter: number | undefined,
  ): Promise<InvocationEnd> {
    const [from = 0, until = 0] = [cuts[begin], cuts[end]];
    const startedAt = Date.now();
    const timer = killAfter === undefined ? undefined : setTimeout(pool.kill, killAfter, worker.id);
    const outcome = await worker.invoke(workOf(shard, from, until));
    clearTimeout(timer);
    const endedAt = Date.now();
    onInvoked({ worker: worker.id, shard, from, until, startedAt, endedAt, end: outcome });
    return outcome;
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
