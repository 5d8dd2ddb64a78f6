import * as z from 'zod';
import { cellList } from './cell-list.ts';
import { cellTexts, type Join } from './cell-texts.ts';
import { type Cells, LedgerDownError } from './cells.ts';

/** An alert as text, that was told at a moment (milliseconds since 1970). */
export interface ToldAlert {
  readonly id: string;
  readonly text: string;
  readonly at: number;
}

/** The latest alerts, for whoever answers them. */
export interface ToldAlerts {
  /**
   * Keeps alerts before they are told, so that their links lead somewhere. One that is kept already is
   * replaced, unless `join` says what becomes of it. False where nobody would find them: in memory, or
   * where the store does not answer.
   */
  keep(alerts: readonly Pick<ToldAlert, 'id' | 'text'>[], join?: Join): Promise<boolean>;
  /** Undefined where it is not kept, or not any more. */
  find(id: string): Promise<ToldAlert | undefined>;
  /** The newest first, so many at most. */
  recent(most: number): Promise<readonly ToldAlert[]>;
}

/** Longer than links are valid. */
const REMEMBER_MS = 3 * 24 * 60 * 60 * 1000;

/** Of the list; an alert that is not among them is still found by its id. */
const MOST_LISTED = 200;

const entries = z.array(z.object({ id: z.string(), at: z.number() }));

export function createToldAlerts(cells: Cells, now: () => number): ToldAlerts {
  const list = cellList(cells, 'recent', entries, REMEMBER_MS);
  const texts = cellTexts(cells, REMEMBER_MS);

  async function withTexts(
    known: readonly z.infer<typeof entries>[number][],
  ): Promise<readonly ToldAlert[]> {
    const found = await texts.read(known.map(({ id }) => textKey(id)));
    return known.flatMap((entry, at) => {
      const text = found[at];
      return text === undefined ? [] : [{ ...entry, text }];
    });
  }

  return {
    async keep(alerts, join) {
      if (alerts.length === 0) return true;
      await texts.write(
        alerts.map(({ id, text }) => ({ key: textKey(id), text })),
        join,
      );
      const added = [...new Set(alerts.map(({ id }) => id))].map((id) => ({ id, at: now() }));
      try {
        await list.change((known) => {
          const others = known.filter(({ id }) => !added.some((each) => each.id === id));
          return [...others, ...added].slice(-MOST_LISTED);
        });
      } catch (error) {
        // Their links lead somewhere all the same. In a storm very many change the list at once.
        if (!(error instanceof LedgerDownError)) throw error;
      }
      return true;
    },
    async find(id) {
      const at = (await list.read()).find((entry) => entry.id === id)?.at ?? 0;
      const [found] = await withTexts([{ id, at }]);
      return found;
    },
    async recent(most) {
      const young = (await list.read()).filter(({ at }) => at > now() - REMEMBER_MS);
      return withTexts(young.slice(-most).toReversed());
    },
  };
}

function textKey(id: string): string {
  return JSON.stringify(['text', id]);
}
