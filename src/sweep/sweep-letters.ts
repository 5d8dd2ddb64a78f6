import { isSilenced } from '../alerts/subject.ts';
import { readEntry } from '../deadletters/letter-text.ts';
import { errorReason } from '../error-reason.ts';
import { WAITS_MS } from '../hold-letters.ts';
import type { DueLetter } from '../ledger/ledger.ts';
import type { LogClient } from '../logs/log-client.ts';
import type { DeadLetter } from '../model/dead-letter.ts';
import type { SweepSummary } from '../model/journal.ts';
import type { Answered } from '../model/response.ts';
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
  /** What takes nothing, or gives nothing. */
  const closed = new Set<string>();
  const all = await ledger.letters.due(MOST_LETTERS);
  const asks = all.length > 0 && pipeline.offers !== undefined;
  const { silences } = asks ? await ledger.responses.known() : nothingKnown;
  for (const due of all) {
    if (turn.now() + LEAST_MS > turn.deadline) break;
    if (closed.has(due.to)) continue;
    if (failing(due.to) !== undefined) {
      await close(due.to);
      continue;
    }
    const letter = readLetter(due);
    if (letter?.kind === 'alert' && isSilenced(letter.alert, silences, turn.now())) {
      // It is owed all the same, and rings once the silence is over.
      await ledger.letters.delay({ id: due.id }, turn.now() + OTHERS_WAIT_MS);
      continue;
    }
    // Counted before it is tried: a letter that ends the function must not end every sweep.
    const [nextMs = 0] = WAITS_MS.slice(due.tries + 1);
    if (!(await ledger.letters.begin(due, turn.now() + (nextMs || LAST_WAIT_MS)))) continue;
    const redriven = due.tries < WAITS_MS.length ? await tryLetter(letter, options) : endless;
    const isUnread = letter?.kind === 'range' && redriven.kind === 'failed';
    if (isUnread || failing(due.to) !== undefined) await close(due.to);
    // Of one that a newer release has written it may be the newer release that comes next.
    const open = nextMs > 0 && due.text !== '' ? 'postponed' : 'byHand';
    const state = redriven.kind === 'settled' ? 'settled' : open;
    if (state !== 'postponed') await ledger.letters.drop([due.id]);
    sum.letters += 1;
    sum[state] += 1;
    journal({
      kind: 'letter',
      letter: due.id,
      of: letter?.kind,
      state: state === 'byHand' ? 'by-hand' : state,
      tries: Math.min(due.tries + 1, WAITS_MS.length),
      ...(redriven.kind === 'failed' && { reason: redriven.reason }),
    });
  }
  return sum;

  async function close(to: string): Promise<void> {
    closed.add(to);
    await ledger.letters.delay({ to }, turn.now() + OTHERS_WAIT_MS);
  }
}

/** By then a last try has ended, whatever became of the function. */
const LAST_WAIT_MS = 24 * 60 * 60_000;

const nothingKnown: Answered = { silences: [], acknowledgements: [] };

const endless: Redriven = { kind: 'failed', reason: 'its last try did not come to an end' };

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
