import { readEntry } from '../deadletters/letter-text.ts';
import { errorReason } from '../error-reason.ts';
import { WAITS_MS } from '../hold-letters.ts';
import type { DueLetter } from '../ledger/ledger.ts';
import type { LogClient } from '../logs/log-client.ts';
import type { DeadLetter } from '../model/dead-letter.ts';
import type { SweepSummary } from '../model/journal.ts';
import type { Pipeline, Turn } from '../pipeline.ts';
import { redrive, type Redriven } from '../redrive.ts';

export interface SweepLettersOptions {
  readonly pipeline: Pipeline;
  readonly turn: Turn;
  /** Reads the logstore that ranges are of. */
  readonly client: LogClient;
  /** Writes down that a letter was dealt with, where letters are kept. Rejects where it may not be. */
  readonly settleLetter: (id: string) => Promise<void>;
  /** Why a channel has taken nothing of this sweep; undefined where it may take something. */
  readonly failing: (channel: string) => string | undefined;
}

/** What became of the letters that were tried. */
export type LetterCounts = Pick<SweepSummary, 'letters' | 'settled' | 'postponed' | 'byHand'>;

/** So many are looked at in one sweep, which comes every minute. */
const MOST_LETTERS = 20;

/** With less time than that left nothing is begun. */
const LEAST_MS = 5_000;

/** For so long the others wait of what did not work. Then another one of them goes first. */
const OTHERS_WAIT_MS = 10 * 60_000;

/**
 * Tries dead letters that are due, through the same protocol as by hand. Where a channel takes nothing,
 * or the logstore gives nothing, the others of it wait without being tried.
 */
export async function sweepLetters(options: SweepLettersOptions): Promise<LetterCounts> {
  const { pipeline, turn, failing } = options;
  const { ledger, journal } = pipeline;
  const sum = { letters: 0, settled: 0, postponed: 0, byHand: 0 };
  const waiting: string[] = [];
  let isUnread = false;
  for (const due of await ledger.letters.due(MOST_LETTERS)) {
    if (turn.now() + LEAST_MS > turn.deadline) break;
    const letter = readLetter(due);
    if (isHeldUp(letter)) {
      waiting.push(due.id);
      continue;
    }
    // Counted before it is tried: a letter that ends the function must not end every sweep.
    const [nextMs = 0] = WAITS_MS.slice(due.tries + 1);
    if (!(await ledger.letters.begin(due, turn.now() + (nextMs || LAST_WAIT_MS)))) continue;
    const redriven = await tryLetter(letter, options);
    isUnread ||= letter?.kind === 'range' && redriven.kind === 'failed';
    const open = nextMs > 0 && letter !== undefined ? 'postponed' : 'byHand';
    const state = redriven.kind === 'settled' ? 'settled' : open;
    if (state !== 'postponed') await ledger.letters.drop([due.id]);
    sum.letters += 1;
    sum[state] += 1;
    journal({
      kind: 'letter',
      letter: due.id,
      of: letter?.kind,
      state: state === 'byHand' ? 'by-hand' : state,
      tries: due.tries + 1,
      ...(redriven.kind === 'failed' && { reason: redriven.reason }),
    });
  }
  await ledger.letters.delay(waiting, turn.now() + OTHERS_WAIT_MS);
  return sum;

  function isHeldUp(letter: DeadLetter | undefined): boolean {
    if (letter === undefined || letter.kind === 'record') return false;
    return letter.kind === 'range' ? isUnread : failing(letter.channel) !== undefined;
  }
}

/** By then a last try has ended, whatever became of the function. */
const LAST_WAIT_MS = 24 * 60 * 60_000;

async function tryLetter(
  letter: DeadLetter | undefined,
  { settleLetter, ...options }: SweepLettersOptions,
): Promise<Redriven> {
  if (letter === undefined) return { kind: 'failed', reason: 'what was held cannot be read' };
  try {
    const redriven = await redrive(letter, options);
    if (redriven.kind === 'settled') await settleLetter(letter.id);
    return redriven;
  } catch (error) {
    return { kind: 'failed', reason: errorReason(error) };
  }
}

/** Undefined where nothing is left of it, or where a newer release has written it. */
function readLetter({ text }: DueLetter): DeadLetter | undefined {
  const entry = readEntry(text);
  return entry.kind === 'unreadable' || entry.kind === 'settled' ? undefined : entry;
}
