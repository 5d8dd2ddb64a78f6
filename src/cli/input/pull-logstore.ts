import type { LogClient, LogPage } from '../../logs/log-client.ts';
import { askPatiently, type Pace } from '../../logs/patience.ts';
import { pullPages } from '../../logs/pull-pages.ts';
import { readLogs } from '../../logs/read-logs.ts';

export interface PullOptions {
  /** What came in since `from` and before `to`: milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly interrupted: AbortSignal;
  /** For each answer that is waited for, in milliseconds. */
  readonly patienceMs: number;
}

export interface PulledPage {
  readonly page: LogPage;
  readonly shard: number;
  /** How much of the time range has been pulled of all shards: from 0 to 1. */
  readonly share: number;
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
 * first, so that what belongs together is seen close together. Throws a LogServiceError.
 */
export async function* pullLogstore(
  client: LogClient,
  { from, to, interrupted, patienceMs }: PullOptions,
): AsyncGenerator<PulledPage> {
  const pace: Pace = {
    now: Date.now,
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
    random: Math.random,
    get deadline() {
      return Date.now() + patienceMs;
    },
  };
  const ids = await askPatiently(pace, (timeoutMs) => client.shards(timeoutMs));
  const shards = await Promise.all(ids.map(open));
  while (!interrupted.aborted) {
    const [first] = shards.filter(({ next }) => next).toSorted((a, b) => a.time - b.time);
    if (first?.next === undefined) return;
    const reached = shards.map(({ next, time }) => (next ? time : to));
    const share = reached.reduce((sum, time) => sum + (time - from) / (to - from), 0);
    const { next: page, shard } = first;
    yield { page, shard, share: Math.max(0, Math.min(1, share / shards.length)) };
    await advance(first);
  }

  async function open(shard: number): Promise<ShardPages> {
    const cursorAt = (ms: number): Promise<string> =>
      askPatiently(pace, (timeoutMs) => client.cursorAt(shard, Math.floor(ms / 1000), timeoutMs));
    const [beginCursor, endCursor] = await Promise.all([cursorAt(from), cursorAt(to)]);
    const pages = pullPages(client, { shard, beginCursor, endCursor }, pace, () => {});
    const opened: ShardPages = { shard, pages, next: undefined, time: to };
    await advance(opened);
    return opened;
  }

  async function advance(shard: ShardPages): Promise<void> {
    const { value, done } = await shard.pages.next();
    shard.next = done ? undefined : value;
    shard.time = shard.next ? timeOf(shard.next, shard.shard) : to;
  }

  /** When the first log of a page was written. */
  function timeOf(page: LogPage, shard: number): number {
    for (const log of readLogs(page, { logstore: client.logstore, shard }))
      return log.time() * 1000;
    return to;
  }
}
