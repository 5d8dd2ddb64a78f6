import type { Batch } from './batch.ts';
import { LedgerDownError } from './ledger/cells.ts';
import type { Attempt } from './ledger/ledger.ts';
import { standsBefore } from './logs/cursor.ts';
import type { LogClient } from './logs/log-client.ts';
import { LogServiceError } from './logs/log-service-error.ts';
import type { LogRange } from './logs/log-source.ts';
import { pullPages } from './logs/pull-pages.ts';
import { readLogs } from './logs/read-logs.ts';
import { matchPage } from './match-page.ts';
import type { Origin, RawLog } from './model/raw-log.ts';
import type { Pipeline, Turn } from './pipeline.ts';
import type { Tally } from './tally.ts';

/** How much of the time is for reading; the rest is for telling. */
const READING_SHARE = 0.6;

/** What is left of a range; a checkpoint may stand behind the end of one that was delivered shorter. */
export function startOf(range: LogRange, { checkpoint }: Attempt): LogRange {
  if (checkpoint === undefined) return range;
  const within = checkpoint === range.endCursor || standsBefore(checkpoint, range.endCursor);
  return within ? { ...range, beginCursor: checkpoint } : range;
}

export interface Reading extends Pipeline {
  readonly turn: Turn;
  readonly tally: Tally;
  readonly batch: Batch;
  readonly givenUp: string | undefined;
  readonly checkpoint: (cursor: string) => Promise<void>;
}

/**
 * Takes what the range holds into the batch, page by page. Answers up to which cursor, and what ended
 * it before the range did.
 */
export async function readRange(
  client: LogClient,
  range: LogRange,
  { rules, journal, ledger, logstore, turn, tally, batch, givenUp, checkpoint, takes }: Reading,
): Promise<{ readonly reached: string; readonly error?: unknown }> {
  const { shard, endCursor } = range;
  const screen = tally.countRejected(rules.screen);
  const started = turn.now();
  const deadline = started + (turn.deadline - started) * READING_SHARE;
  const endsEarly = (cursor: string) => {
    journal({ kind: 'short-range', shard, cursor, endCursor });
    batch.takeUnread({ shard, beginCursor: cursor, endCursor }, shortRange());
  };

  let reached = range.beginCursor;
  /** Why what stands behind `reached` has to come again although it was read. */
  let unshared: LedgerDownError | undefined;
  try {
    for await (const page of pullPages(client, range, { ...turn, deadline }, endsEarly)) {
      // Whoever asks for one log wants to know what became of it, of interest or not.
      const all = readLogs(page, { logstore, shard, ...(takes === undefined && { screen }) });
      const logs = takes === undefined ? all : takenOf(all, takes);
      const found = matchPage(logs, rules, tally);
      await batch.takeMatches(found.matches);
      await batch.takeMalformed(found.malformed, page.nextCursor);
      await batch.takeCorrelated(await rules.correlate(found.sightings), found.lastSighted);
      const alone = found.sightings.length > 0 && ledger.wentDown();
      const flaw = found.damage ?? (alone ? notShared() : undefined);
      if (flaw !== undefined && givenUp !== undefined) {
        const { cursor: beginCursor, nextCursor } = page;
        batch.takeUnread({ shard, beginCursor, endCursor: nextCursor }, flaw);
      } else if (found.damage !== undefined) {
        throw found.damage;
      } else if (alone) {
        // The page has to come again, but what rings alone on those after it is told now.
        unshared ??= notShared();
      }
      if (unshared !== undefined) continue;
      reached = page.nextCursor;
      if (batch.isSettled()) await checkpoint(reached);
    }
    return unshared === undefined ? { reached: endCursor } : { reached, error: unshared };
  } catch (error) {
    const isGone = error instanceof LogServiceError && error.gone;
    if (!isGone && givenUp === undefined) return { reached, error };
    // It got on, so it will again: only what was read is given up.
    const isPassing = error instanceof LogServiceError && error.passing;
    if (isPassing && reached !== range.beginCursor) return { reached, error };
    batch.takeUnread({ ...range, beginCursor: reached }, error);
    return { reached: endCursor };
  }
}

function* takenOf(logs: Iterable<RawLog>, takes: (origin: Origin) => boolean): Generator<RawLog> {
  for (const log of logs) if (takes(log.origin)) yield log;
}

function notShared(): LedgerDownError {
  return new LedgerDownError('What correlation rules saw could not be shared.');
}

function shortRange(): LogServiceError {
  return new LogServiceError('ShortRange', false, 'The shard ended before the range did.');
}
