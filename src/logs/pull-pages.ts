import type { LogClient, LogPage } from './log-client.ts';
import { LogServiceError } from './log-service-error.ts';
import type { LogRange } from './log-source.ts';

/** Time and chance, handed in. Times are milliseconds since 1970. */
export interface Pace {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly deadline: number;
}

/** When a shard is asked again that says it holds no more, before its end cursor is reached. */
const looksForMoreMs = [1_000, 2_000, 4_000];

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const LONGEST_REQUEST_MS = 15_000;

/**
 * The pages of `[beginCursor, endCursor)`, one in memory at a time. Throttling, 5xx and broken
 * connections are tried again, with full jitter, for as long as the deadline leaves time; then, or
 * for any other answer, it throws the LogServiceError.
 *
 * A shard that holds no more answers with the cursor it was asked for. Before the end cursor that
 * should not be: after a few more looks `endsEarly` hears where the shard ended, and the range is
 * done, because one that is never done would stop the shard.
 */
export async function* pullPages(
  client: LogClient,
  range: LogRange,
  pace: Pace,
  endsEarly: (cursor: string) => void,
): AsyncGenerator<LogPage> {
  let cursor = range.beginCursor;
  let looks = 0;
  while (cursor !== range.endCursor) {
    const page = await pullPatiently(client, range, cursor, pace);
    if (page.nextCursor !== cursor) {
      if (page.bytes.length > 0) yield page;
      cursor = page.nextCursor;
      looks = 0;
      continue;
    }
    const pause = looksForMoreMs[looks];
    if (pause === undefined) return endsEarly(cursor);
    if (pace.now() + pause >= pace.deadline) throw noTimeLeft();
    await pace.sleep(pause);
    looks += 1;
  }
}

async function pullPatiently(
  client: LogClient,
  range: LogRange,
  cursor: string,
  pace: Pace,
): Promise<LogPage> {
  for (let attempt = 0; ; attempt++) {
    const left = pace.deadline - pace.now();
    if (left <= 0) throw noTimeLeft();
    try {
      return await client.pull(
        range.shard,
        cursor,
        range.endCursor,
        Math.min(left, LONGEST_REQUEST_MS),
      );
    } catch (error) {
      if (!(error instanceof LogServiceError) || !error.passing) throw error;
      const pause = pauseBefore(attempt, pace);
      if (pace.now() + pause >= pace.deadline) throw error;
      await pace.sleep(pause);
    }
  }
}

function noTimeLeft(): LogServiceError {
  return new LogServiceError('NoTimeLeft', true, 'The range will be read again.');
}

/** Full jitter: anything up to twice as long as the last time. */
function pauseBefore(attempt: number, { random }: Pace): number {
  return random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
}
