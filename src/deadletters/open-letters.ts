import type { DeadLetter } from '../model/dead-letter.ts';
import type { LetterEntry, Unreadable } from './dead-letters.ts';

/** A letter that nobody has dealt with yet, as it was given up the last time. */
export interface OpenLetter {
  readonly letter: DeadLetter;
  /** How many times it was given up since it was last dealt with. */
  readonly times: number;
}

export interface OpenLetters {
  /** In the order in which they were given up the last time. */
  readonly open: readonly OpenLetter[];
  /** How many entries could not be read: each may be a letter, or the end of one. */
  readonly unreadable: number;
}

/** What is still open of all that was written down. */
export async function openLetters(
  entries: AsyncIterable<LetterEntry | Unreadable>,
): Promise<OpenLetters> {
  const letters = new Map<string, { readonly letter: DeadLetter; readonly times: Set<number> }>();
  let unreadable = 0;
  for await (const entry of entries) {
    if (entry.kind === 'unreadable') unreadable += 1;
    else if (entry.kind === 'settled') letters.delete(entry.letter);
    else {
      // One that was written twice, because an answer was lost, has the same time.
      const times = letters.get(entry.id)?.times ?? new Set();
      letters.delete(entry.id);
      letters.set(entry.id, { letter: entry, times: times.add(entry.time.getTime()) });
    }
  }
  const open = [...letters.values()].map(({ letter, times }) => ({ letter, times: times.size }));
  return { open, unreadable };
}
