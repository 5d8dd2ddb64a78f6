import * as z from 'zod';
import type { Budget } from '../model/budget.ts';
import { type Cells, type Changed, readCell } from './cells.ts';

/** What channels may still be sent, by all instances together. */
export interface Budgets {
  /**
   * Takes one message out of a channel's budget, and answers 0; or takes none, and answers how many
   * milliseconds it will be until there is one. Without a budget only pauses count.
   */
  take(channel: string, budget: Budget | undefined): Promise<number>;
  /** The channel has asked for a pause until then (milliseconds since 1970). */
  pause(channel: string, until: number): Promise<void>;
}

const entrySchema = z.object({
  /** When the latest messages were sent. */
  sent: z.array(z.number()),
  pausedUntil: z.number(),
});

type Entry = z.infer<typeof entrySchema>;

/** What is longer ago than any budget or pause counts for nothing. */
const LONGEST_MS = 60 * 60 * 1000;

export function createBudgets(cells: Cells, now: () => number): Budgets {
  const write = (entry: Entry) => ({ text: JSON.stringify(entry), ttlMs: LONGEST_MS });
  return {
    async take(channel, budget) {
      const [wait = 0] = await cells.change([channel], (text): Changed<number> => {
        const { sent, pausedUntil } = readEntry(text);
        if (pausedUntil > now()) return { answer: pausedUntil - now() };
        if (budget === undefined) return { answer: 0 };
        // A clock that was set back must not stop a channel.
        const recent = sent.filter((time) => time > now() - budget.perMs && time <= now());
        const [oldest = 0] = recent;
        if (recent.length >= budget.most) return { answer: oldest + budget.perMs - now() };
        return { answer: 0, write: write({ sent: [...recent, now()], pausedUntil }) };
      });
      return wait;
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

function readEntry(text: string | undefined): Entry {
  return readCell(entrySchema, text) ?? { sent: [], pausedUntil: 0 };
}
