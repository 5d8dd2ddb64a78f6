import * as z from 'zod';
import { cellList } from './cell-list.ts';
import { cellTexts } from './cell-texts.ts';
import type { Cells } from './cells.ts';

/** A dead letter as text, that is tried again at a moment (milliseconds since 1970). */
export interface DueLetter {
  readonly id: string;
  /** What it waits for, beside its moment: the channel that it is for, or empty, the logstore. */
  readonly to: string;
  readonly text: string;
  readonly dueAt: number;
  /** How often it was tried since it is dead. */
  readonly tries: number;
}

/**
 * Dead letters that are tried again by themselves. They are kept where dead letters are, too: what is
 * forgotten here is tried by hand.
 */
export interface DueLetters {
  hold(letters: readonly Omit<DueLetter, 'tries'>[]): Promise<void>;
  /** Those that are due, the one that was due first before the others, so many at most. */
  due(most: number): Promise<readonly DueLetter[]>;
  /**
   * Counts a try before it is made, and makes it due again then: so one that ends the function is not
   * tried again at once. False where somebody else has begun it.
   */
  begin(letter: Pick<DueLetter, 'id' | 'tries'>, dueAt: number): Promise<boolean>;
  /** One, or all that wait for the same, are not tried before then. */
  delay(which: DelayedLetters, dueAt: number): Promise<void>;
  drop(ids: readonly string[]): Promise<void>;
}

export type DelayedLetters = Pick<DueLetter, 'id'> | Pick<DueLetter, 'to'>;

const REMEMBER_MS = 30 * 24 * 60 * 60 * 1000;

/** The oldest go first. */
const MOST_LETTERS = 500;

const entries = z.array(
  z.object({ id: z.string(), to: z.string(), dueAt: z.number(), tries: z.number() }),
);

export function createDueLetters(cells: Cells, now: () => number): DueLetters {
  const list = cellList(cells, 'due', entries, REMEMBER_MS);
  const texts = cellTexts(cells, REMEMBER_MS);

  async function dropTexts(ids: readonly string[]): Promise<void> {
    await texts.drop(ids.map(textKey));
  }

  return {
    async hold(letters) {
      if (letters.length === 0) return;
      // More would push each other out.
      const held = letters.slice(-MOST_LETTERS);
      // The list last: what stands in it is there to be read.
      await texts.write(held.map(({ id, text }) => ({ key: textKey(id), text })));
      const { before, after } = await list.change((known) => {
        const others = held.filter(({ id }) => known.every((each) => each.id !== id));
        const added = others.map(({ id, to, dueAt }) => ({ id, to, dueAt, tries: 0 }));
        // Written anew each time, so that it lasts for as long as what it leads to.
        return [...known, ...added].slice(-MOST_LETTERS);
      });
      const kept = new Set(after.map(({ id }) => id));
      await dropTexts(before.map(({ id }) => id).filter((id) => !kept.has(id)));
    },
    async due(most) {
      const ready = (await list.read())
        .filter(({ dueAt }) => dueAt <= now())
        .toSorted((a, b) => a.dueAt - b.dueAt)
        .slice(0, most);
      const found = await texts.read(ready.map(({ id }) => textKey(id)));
      return ready.map((entry, at) => ({ ...entry, text: found[at] ?? '' }));
    },
    async begin({ id, tries }, dueAt) {
      const isIt = (each: { readonly id: string; readonly tries: number }): boolean =>
        each.id === id && each.tries === tries;
      const { before } = await list.change((known) =>
        known.some(isIt)
          ? known.map((each) => (isIt(each) ? { ...each, dueAt, tries: tries + 1 } : each))
          : known,
      );
      return before.some(isIt);
    },
    async delay(which, dueAt) {
      const isMeant = (each: DelayedLetters & Pick<DueLetter, 'id' | 'to'>): boolean =>
        'id' in which ? each.id === which.id : each.to === which.to;
      await list.change((known) =>
        known.map((each) => (isMeant(each) && each.dueAt < dueAt ? { ...each, dueAt } : each)),
      );
    },
    async drop(ids) {
      if (ids.length === 0) return;
      await list.change((known) => known.filter(({ id }) => !ids.includes(id)));
      await dropTexts(ids);
    },
  };
}

function textKey(id: string): string {
  return JSON.stringify(['text', id]);
}
