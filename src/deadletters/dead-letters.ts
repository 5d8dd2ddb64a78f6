import type { DeadLetter } from '../model/dead-letter.ts';

/** One line of the store: a letter, or that one was dealt with. Nothing is ever changed or removed. */
export type LetterEntry =
  | DeadLetter
  | { readonly kind: 'settled'; readonly letter: string; readonly time: Date };

/** What was to be an entry, and cannot be read as one. */
export interface Unreadable {
  readonly kind: 'unreadable';
}

/** Where dead letters are kept. */
export interface DeadLetters {
  /** Resolves once they are kept for good, and rejects where they may not be. */
  write(entries: readonly LetterEntry[]): Promise<void>;
  /**
   * All entries since a moment (milliseconds since 1970), in the order in which they came. What
   * cannot be read as one is passed over and counted.
   */
  read(since: number): AsyncIterable<LetterEntry | Unreadable>;
}
