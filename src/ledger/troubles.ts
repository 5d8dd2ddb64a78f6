import * as z from 'zod';
import type { TroubleName } from '../model/notice.ts';
import { type Cells, readCell } from './cells.ts';

/** Something that is wrong. `since` is in milliseconds since 1970. */
export interface SeenTrouble extends TroubleName {
  readonly since: number;
}

/** One that people were told of. */
export interface ToldTrouble extends SeenTrouble {
  /** The channel that was told. */
  readonly toldTo: string;
}

/**
 * What people were told of the function's own troubles, so that they are told again only after a while,
 * and once when it is over. Rejects with a LedgerDownError where the store does not answer.
 */
export interface Troubles {
  /**
   * Of all that is wrong now, what is the caller's to tell, and what people were told of before that is
   * not seen any more; whoever else looks within `retryMs` is not asked to.
   */
  look(
    seen: readonly SeenTrouble[],
    retryMs: number,
  ): Promise<{ readonly due: readonly SeenTrouble[]; readonly over: readonly ToldTrouble[] }>;
  /** A channel was told. It is due again at that moment. */
  told(trouble: TroubleName, channel: string, nextAt: number): Promise<void>;
  /** Nothing more is to be said of one that was over. */
  close(trouble: TroubleName): Promise<void>;
}

const REMEMBER_MS = 30 * 24 * 60 * 60 * 1000;

const TROUBLES = 'troubles';

const entries = z.array(
  z.object({
    kind: z.enum(['no-records', 'shard-stands-still', 'channel-failing']),
    subject: z.string(),
    since: z.number(),
    /** When it is to be told. */
    nextAt: z.number(),
    toldTo: z.string().optional(),
    /** Nobody has said so yet. */
    isOver: z.boolean().optional(),
  }),
);

type Entry = z.infer<typeof entries>[number];

export function createTroubles(cells: Cells, now: () => number): Troubles {
  async function change<Answer>(
    make: (known: readonly Entry[]) => {
      readonly answer: Answer;
      readonly made: readonly Entry[];
    },
  ): Promise<Answer | undefined> {
    const [answer] = await cells.change([TROUBLES], (text) => {
      const known = readCell(entries, text) ?? [];
      const { answer: said, made } = make(known);
      const isNew = JSON.stringify(made) !== JSON.stringify(known);
      return {
        answer: said,
        ...(isNew && { write: { text: JSON.stringify(made), ttlMs: REMEMBER_MS } }),
      };
    });
    return answer;
  }

  return {
    async look(seen, retryMs) {
      const answer = await change((known) => {
        const isDue = (one: SeenTrouble): boolean =>
          (known.find((each) => isSame(each, one))?.nextAt ?? 0) <= now();
        const still = seen.map((one): Entry => {
          const before = known.find((each) => isSame(each, one));
          const { kind, subject, since } = one;
          if (before !== undefined && !isDue(one)) return { ...before, isOver: undefined };
          return { ...before, kind, subject, since, nextAt: now() + retryMs, isOver: undefined };
        });
        const gone = known.filter(
          (each) => each.toldTo !== undefined && !seen.some((one) => isSame(each, one)),
        );
        const isOurs = ({ isOver, nextAt }: Entry): boolean => isOver !== true || nextAt <= now();
        const over = gone
          .filter(isOurs)
          .flatMap(({ kind, subject, since, toldTo }) =>
            toldTo === undefined ? [] : [{ kind, subject, since, toldTo }],
          );
        const closing = gone.map((each): Entry =>
          isOurs(each) ? { ...each, isOver: true, nextAt: now() + retryMs } : each,
        );
        return { answer: { due: seen.filter(isDue), over }, made: [...still, ...closing] };
      });
      return answer ?? { due: [], over: [] };
    },
    async told(trouble, channel, nextAt) {
      await change((known) => ({
        answer: undefined,
        made: known.map((each) =>
          isSame(each, trouble) ? { ...each, nextAt, toldTo: channel } : each,
        ),
      }));
    },
    async close(trouble) {
      await change((known) => ({
        answer: undefined,
        // It may have begun anew meanwhile.
        made: known.filter((each) => !isSame(each, trouble) || each.isOver !== true),
      }));
    },
  };
}

function isSame(one: TroubleName, other: TroubleName): boolean {
  return one.kind === other.kind && one.subject === other.subject;
}
