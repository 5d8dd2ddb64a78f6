import { EVENT_CONTENT } from './actiontrail/read-record.ts';
import { excerpt } from './alerts/redact.ts';
import { letterId } from './delivery/letter-id.ts';
import { errorReason } from './error-reason.ts';
import type { LogRange } from './logs/log-source.ts';
import type { Malformed } from './match-page.ts';
import type { DeadLetter } from './model/dead-letter.ts';
import type { Journal } from './model/journal.ts';

export interface BatchLettersOptions {
  readonly logstore: string;
  /** Keeps letters for good; rejects where that may not have worked. */
  readonly keepLetters: (letters: readonly DeadLetter[]) => Promise<void>;
  readonly journal: Journal;
  /** How often the range was tried, this time included. */
  readonly attempts: number;
  /** Why nothing is left for another time; undefined while there may be one. */
  readonly givenUp: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** More than so many take too much memory to wait. */
const MOST_WAITING = 5_000;

/**
 * The dead letters of a batch. Those that are not about alerts wait until the alerts were told: their
 * store may fail, and must hold none of them up.
 */
export function openBatchLetters(options: BatchLettersOptions) {
  const { logstore, keepLetters, journal, attempts, givenUp, now } = options;
  const waiting: DeadLetter[] = [];

  /**
   * Keeps letters for good. Where that fails their content is left for another time; where there is
   * none, the journal's lines are all that is left of them, and say so.
   */
  async function keep(letters: readonly DeadLetter[]): Promise<void> {
    if (letters.length === 0) return;
    try {
      await keepLetters(letters);
    } catch (error) {
      const lost = givenUp !== undefined;
      const why = { error: errorReason(error), count: letters.length, lost };
      journal({ kind: 'not-written', what: 'dead-letters', ...why });
      if (!lost) throw error;
    }
  }

  return {
    keep,
    keepWaiting: (): Promise<void> => keep(waiting.splice(0)),
    /** Records that cannot be read. `endCursor` is where their page ends. */
    addMalformed(malformed: readonly Malformed[], endCursor: string): void {
      const time = new Date(now());
      for (const { log, why: reason } of malformed) {
        const { origin } = log;
        waiting.push({
          kind: 'record',
          id: letterId(['record', origin.logstore, origin.shard, origin.cursor, origin.index]),
          time,
          reason,
          attempts,
          origin,
          endCursor,
          excerpt: excerpt(() => log.text(EVENT_CONTENT)),
        });
      }
    },
    /** A piece of the shard that is given up unread. */
    addUnread({ shard, beginCursor, endCursor }: LogRange, error: unknown): void {
      const reason = [errorReason(error), givenUp].filter((text) => text !== undefined).join('; ');
      const id = letterId(['range', logstore, shard, beginCursor, endCursor]);
      const range = { shard, beginCursor, endCursor, reason };
      waiting.push({ kind: 'range', id, time: new Date(now()), attempts, logstore, ...range });
      journal({ kind: 'range-given-up', ...range });
    },
    isEmpty: (): boolean => waiting.length === 0,
    isFull: (): boolean => waiting.length > MOST_WAITING,
  };
}
