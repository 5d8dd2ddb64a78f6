import type { LogClient } from '../logs/log-client.ts';
import { LogServiceError } from '../logs/log-service-error.ts';

/** When records came in last, as far as was looked. */
export type Newest =
  /** At most so long ago, and longer than that, in milliseconds. */
  | { readonly kind: 'some'; readonly withinMs: number; readonly sinceMs: number }
  | { readonly kind: 'none'; readonly isEmpty: boolean; readonly sinceMs: number };

const MINUTE_MS = 60_000;

/** How far is looked back, step by step. */
const steps = [1, 5, 15, 60, 6 * 60, 24 * 60, 3 * 24 * 60].map((minutes) => minutes * MINUTE_MS);

/**
 * Looks for the newest records of all shards by cursors alone: whatever came in since a moment stands
 * between its cursor and the end. Answers with what was refused.
 */
export async function newestRecords(
  client: Pick<LogClient, 'cursorAt'>,
  shards: readonly number[],
  { now, timeoutMs }: { readonly now: () => number; readonly timeoutMs: number },
): Promise<Newest | LogServiceError> {
  const all = (since: number | 'begin' | 'end') =>
    Promise.all(shards.map((shard) => client.cursorAt(shard, since, timeoutMs)));
  try {
    const ends = await all('end');
    const differs = (cursors: readonly string[]) =>
      cursors.some((cursor, at) => cursor !== ends[at]);
    let sinceMs = 0;
    for (const withinMs of steps) {
      const since = Math.floor((now() - withinMs) / 1000);
      if (differs(await all(since))) return { kind: 'some', withinMs, sinceMs };
      sinceMs = withinMs;
    }
    return { kind: 'none', isEmpty: !differs(await all('begin')), sinceMs };
  } catch (error) {
    if (error instanceof LogServiceError) return error;
    throw error;
  }
}
