import type { LogClient } from '../logs/log-client.ts';
import { askPatiently, type Pace } from '../logs/patience.ts';
import { pullPages } from '../logs/pull-pages.ts';
import { readLogs } from '../logs/read-logs.ts';
import { writeLogs } from '../logs/write-logs.ts';
import type { RawLog } from '../model/raw-log.ts';
import type { DeadLetters, LetterEntry, Unreadable } from './dead-letters.ts';
import { readEntry, writeEntry } from './letter-text.ts';
import { mergeByTime } from './merge-by-time.ts';

/** The content of a log that holds an entry; those beside it are for people to search by. */
const LETTER_CONTENT = 'letter';

/** Longer than any real one. */
const LONGEST_SHOWN = 1_000;

/** How far the clock of Log Service may be from ours: it refuses requests past that. */
const SKEW_SECONDS = 15 * 60;

/**
 * Dead letters in a logstore, one a log. Its logs may be of other kinds besides. Each call is done, or
 * given up with a LogServiceError, by the deadline that `paceOf` sets for it.
 */
export function openLogLetters(client: LogClient, paceOf: () => Pace): DeadLetters {
  return {
    async write(entries) {
      const pace = paceOf();
      const time = Math.floor(pace.now() / 1000);
      const logs = entries.map((entry) => ({ time, contents: contentsOf(entry) }));
      await writeLogs(client, logs, pace);
    },
    async *read(since) {
      const pace = paceOf();
      const shards = await askPatiently(pace, (timeoutMs) => client.shards(timeoutMs));
      const entries = mergeByTime(
        shards.map((shard) => readShard(client, shard, since, pace)),
        (entry) => (entry.kind === 'unreadable' ? 0 : entry.time.getTime()),
      );
      for await (const entry of entries) {
        if (entry.kind === 'unreadable' || entry.time.getTime() >= since) yield entry;
      }
    },
  };
}

function contentsOf(entry: LetterEntry): Readonly<Record<string, string>> {
  const { kind } = entry;
  const text = writeEntry(entry);
  if (kind === 'settled') return { kind, id: shown(entry.letter), [LETTER_CONTENT]: text };
  return {
    kind,
    id: shown(entry.id),
    reason: shown(entry.reason),
    attempts: String(entry.attempts),
    [LETTER_CONTENT]: text,
  };
}

function shown(text: string): string {
  return text.slice(0, LONGEST_SHOWN);
}

/** What came into a shard since shortly before a moment. */
async function* readShard(
  client: LogClient,
  shard: number,
  since: number,
  pace: Pace,
): AsyncGenerator<LetterEntry | Unreadable> {
  const cursorAt = (time: number | 'begin' | 'end'): Promise<string> =>
    askPatiently(pace, (timeoutMs) => client.cursorAt(shard, time, timeoutMs));
  const seconds = Math.floor(since / 1000) - SKEW_SECONDS;
  const beginCursor = await cursorAt(seconds > 0 ? seconds : 'begin');
  const endCursor = await cursorAt('end');
  const range = { shard, beginCursor, endCursor };
  for await (const page of pullPages(client, range, pace, () => {})) {
    for (const log of readLogs(page, { logstore: client.logstore, shard })) {
      const entry = readLog(log);
      if (entry !== undefined) yield entry;
    }
  }
}

/** Undefined for a log that holds something else. */
function readLog(log: RawLog): LetterEntry | Unreadable | undefined {
  try {
    const text = log.text(LETTER_CONTENT);
    return text === undefined ? undefined : readEntry(text);
  } catch {
    return { kind: 'unreadable' };
  }
}
