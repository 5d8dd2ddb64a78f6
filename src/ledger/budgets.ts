import * as z from 'zod';
import type { Budget, Share } from '../model/budget.ts';
import { type Cells, type Changed, readCell } from './cells.ts';

export type Taken =
  | { readonly kind: 'taken' }
  /** For how many milliseconds, because too much was sent, or because the channel asked for a pause. */
  | { readonly kind: 'wait'; readonly ms: number; readonly because: 'budget' | 'pause' };

/** What channels may still be sent, by all instances together. */
export interface Budgets {
  /** Takes one message out of all of a channel's budgets, or out of none. */
  take(channel: string, budgets: readonly Budget[], share: Share): Promise<Taken>;
  /** The channel has asked for a pause until then (milliseconds since 1970). */
  pause(channel: string, until: number): Promise<void>;
}

const entrySchema = z.object({
  /** When the latest messages were sent. */
  sent: z.array(z.number()),
  pausedUntil: z.number(),
});

type Entry = z.infer<typeof entrySchema>;

/** By how much the clocks of two instances may differ. */
const MOST_SKEW_MS = 60_000;

/** What is longer ago than any budget or pause counts for nothing. */
const LONGEST_MS = 60 * 60 * 1000;

export function createBudgets(cells: Cells, now: () => number): Budgets {
  const write = (entry: Entry) => ({ text: JSON.stringify(entry), ttlMs: LONGEST_MS });
  /**
   * What an instance sent whose clock is ahead was sent now. A clock that was set back must not stop a
   * channel, so what is farther ahead than clocks differ counts for nothing.
   */
  const within = (sent: readonly number[], ms: number) =>
    sent.filter((time) => time > now() - ms && time <= now() + MOST_SKEW_MS);

  /** Until a budget lets one more through; 0 where it does now. */
  function waitFor({ most, perMs }: Budget, sent: readonly number[], share: Share): number {
    const recent = within(sent, perMs).toSorted((a, b) => a - b);
    const freed = recent.at(-allowed[share](most));
    return freed === undefined ? 0 : Math.min(freed, now()) + perMs - now();
  }

  return {
    async take(channel, budgets, share) {
      const [taken = { kind: 'taken' }] = await cells.change([channel], (text): Changed<Taken> => {
        const { sent, pausedUntil } = readEntry(text);
        if (pausedUntil > now()) {
          return { answer: { kind: 'wait', ms: pausedUntil - now(), because: 'pause' } };
        }
        if (budgets.length === 0) return { answer: { kind: 'taken' } };
        const ms = Math.max(...budgets.map((budget) => waitFor(budget, sent, share)));
        if (ms > 0) return { answer: { kind: 'wait', ms, because: 'budget' } };
        const longest = Math.max(...budgets.map(({ perMs }) => perMs));
        const recent = [...within(sent, longest), now()];
        return { answer: { kind: 'taken' }, write: write({ sent: recent, pausedUntil }) };
      });
      return taken;
    },
    async pause(channel, until) {
      await cells.change([channel], (text) => {
        const { sent, pausedUntil } = readEntry(text);
        const latest = Math.min(Math.max(pausedUntil, until), now() + LONGEST_MS);
        return { answer: undefined, write: write({ sent, pausedUntil: latest }) };
      });
    },
  };
}

/** Of a budget of so many messages. One of a single message is everybody's. */
const allowed: Readonly<Record<Share, (most: number) => number>> = {
  'three-quarters': (most) => Math.max(1, Math.floor(most * 0.75)),
  'all-but-two': (most) => Math.max(1, most - 2),
  all: (most) => most,
};

function readEntry(text: string | undefined): Entry {
  return readCell(entrySchema, text) ?? { sent: [], pausedUntil: 0 };
}
