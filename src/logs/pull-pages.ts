import type { LogClient, LogPage } from './log-client.ts';
import type { LogRange } from './log-source.ts';
import { askPatiently, noTimeLeft, type Pace } from './patience.ts';

/** When a shard is asked again that says it holds no more, before its end cursor is reached. */
const looksForMoreMs = [1_000, 2_000, 4_000];

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
  client: Pick<LogClient, 'pull'>,
  range: LogRange,
  pace: Pace,
  endsEarly: (cursor: string) => void,
): AsyncGenerator<LogPage> {
  const { shard, endCursor } = range;
  let cursor = range.beginCursor;
  let looks = 0;
  while (cursor !== endCursor) {
    const from = cursor;
    const page = await askPatiently(pace, (timeoutMs) =>
      client.pull(shard, from, endCursor, timeoutMs),
    );
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
