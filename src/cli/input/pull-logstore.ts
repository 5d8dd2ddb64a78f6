import type { LogClient, LogPage } from '../../logs/log-client.ts';
import { askPatiently } from '../../logs/patience.ts';
import { readLogs } from '../../logs/read-logs.ts';
import { untilAborted } from './open-events.ts';

export interface PullOptions {
  /** What came in since `from` and before `to`: milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly interrupted: AbortSignal;
  /** For each answer that is waited for, in milliseconds. */
  readonly patienceMs: number;
  /** Hears of each pause before something is asked for again. */
  readonly onPause: () => void;
}

export interface PulledPage {
  readonly page: LogPage;
  readonly shard: number;
  /** How much of the time range has been pulled of all shards: from 0 to 1. */
  readonly share: number;
  /** Of all shards, what was written before has been pulled: milliseconds since 1970. */
  readonly reached: number;
}

interface ShardPages {
  readonly shard: number;
  readonly pages: AsyncIterator<LogPage>;
  next: LogPage | undefined;
  /** Of the first log of `next`, in milliseconds since 1970. */
  time: number;
}

/**
 * The pages of a logstore in a range of time, of all its shards. The page that begins earliest comes
 * first, so that what belongs together is seen close together. Ends early when the person interrupts,
 * whatever is waited for. Throws a LogServiceError.
 */
export function pullLogstore(client: LogClient, options: PullOptions): AsyncIterable<PulledPage> {
  return untilAborted(pull(client, options), options.interrupted);
}

async function* pull(client: LogClient, options: PullOptions): AsyncGenerator<PulledPage> {
  const { from, to } = options;
  const ids = await ask((timeoutMs) => client.shards(timeoutMs));
  const shards = await Promise.all(ids.map(open));
  for (;;) {
    const [first] = shards.filter(({ next }) => next).toSorted((a, b) => a.time - b.time);
    if (first?.next === undefined) return;
    const reached = shards.map(({ next, time }) => (next ? time : to));
    const share = reached.reduce((sum, time) => sum + (time - from) / (to - from), 0);
    const { next: page, shard, time } = first;
    yield { page, shard, share: Math.max(0, Math.min(1, share / shards.length)), reached: time };
    await advance(first);
  }

  /** Nobody waits for the answer any more once the person has interrupted. */
  function ask<Answer>(question: (timeoutMs: number) => Promise<Answer>): Promise<Answer> {
    const { interrupted, patienceMs, onPause } = options;
    const pace = {
      now: () => (interrupted.aborted ? Infinity : Date.now()),
      sleep: async (ms: number) => {
        onPause();
        await new Promise((done) => setTimeout(done, ms));
      },
      random: Math.random,
      deadline: Date.now() + patienceMs,
    };
    return askPatiently(pace, question);
  }

  async function open(shard: number): Promise<ShardPages> {
    const cursorAt = (ms: number): Promise<string> =>
      ask((timeoutMs) => client.cursorAt(shard, Math.floor(ms / 1000), timeoutMs));
    const [beginCursor, endCursor] = await Promise.all([cursorAt(from), cursorAt(to)]);
    const pages = pagesOf(shard, beginCursor, endCursor);
    const opened: ShardPages = { shard, pages, next: undefined, time: to };
    await advance(opened);
    return opened;
  }

  async function* pagesOf(
    shard: number,
    beginCursor: string,
    endCursor: string,
  ): AsyncGenerator<LogPage> {
    let cursor = beginCursor;
    while (cursor !== endCursor) {
      const at = cursor;
      const page = await ask((timeoutMs) => client.pull(shard, at, endCursor, timeoutMs));
      // A shard that holds no more answers with the cursor that it was asked for.
      if (page.nextCursor === cursor) return;
      if (page.bytes.length > 0) yield page;
      cursor = page.nextCursor;
    }
  }

  async function advance(shard: ShardPages): Promise<void> {
    const { value, done } = await shard.pages.next();
    shard.next = done ? undefined : value;
    shard.time = shard.next ? timeOf(shard.next, shard.shard) : to;
  }

  /** When the first log of a page was written; of a damaged one nobody knows, and it comes first. */
  function timeOf(page: LogPage, shard: number): number {
    try {
      const [log] = readLogs(page, { logstore: client.logstore, shard });
      return log ? log.time() * 1000 : to;
    } catch {
      return from;
    }
  }
}
