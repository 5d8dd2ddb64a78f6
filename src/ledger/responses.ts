import * as z from 'zod';
import {
  type Acknowledgement,
  type Answered,
  type ChatSilence,
  holdsAt,
  type Responder,
} from '../model/response.ts';
import { cellList } from './cell-list.ts';
import type { Cells } from './cells.ts';

/**
 * What people have answered. All of them reject with a LedgerDownError where nothing can be known or
 * changed, but for `known`, which then knows of nothing: so what is silenced rings.
 */
export interface Responses {
  known(): Promise<Answered>;
  read(): Promise<Answered>;
  /** The silence that then stands: of the same id the first. Undefined where too many hold. */
  silence(silence: ChatSilence): Promise<ChatSilence | undefined>;
  /** Ends a silence that holds. Answers with it, and with undefined where there is none of this id. */
  end(id: string, by: Responder): Promise<ChatSilence | undefined>;
  /** The acknowledgement that then stands: of the same id the first. */
  acknowledge(acknowledgement: Acknowledgement): Promise<Acknowledgement>;
}

export interface CellResponsesOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** For how long messages speak of what has ended. Longer than links are valid: used ones stay used. */
const SPOKEN_OF_MS = 2 * 24 * 60 * 60 * 1000;

/** Whoever may answer must not be able to fill the store. Those that are over give way to those that hold. */
export const MOST_SILENCES = 200;
const MOST_ACKNOWLEDGEMENTS = 500;

/** Longer than any silence and what is said of it afterwards. */
const REMEMBER_MS = 40 * 24 * 60 * 60 * 1000;

const responder = z.object({
  name: z.string(),
  isVerified: z.boolean(),
  address: z.string().optional(),
});

const response = {
  id: z.string(),
  subject: z.object({
    rule: z.string(),
    group: z.string().optional(),
    account: z.string().optional(),
    actor: z
      .object({ kind: z.string(), name: z.string(), account: z.string().optional() })
      .optional(),
    session: z.string().optional(),
    failedOnly: z.boolean(),
  }),
  alert: z.string(),
  title: z.string(),
  zhTitle: z.string().optional(),
  by: responder.transform(({ address, ...rest }) => ({ ...rest, address })),
  at: z.number(),
  comment: z.string(),
};

const silenceSchema = z.object({
  ...response,
  kind: z.literal('silence'),
  endsAt: z.number(),
  ended: z.object({ by: response.by, at: z.number() }).optional(),
  channels: z.array(z.string()),
});

const acknowledgementSchema = z.object({ ...response, kind: z.literal('acknowledgement') });

export function createResponses(cells: Cells, { now }: CellResponsesOptions): Responses {
  const silences = cellList<ChatSilence>(cells, 'silences', z.array(silenceSchema), REMEMBER_MS);
  const acknowledgements = cellList<Acknowledgement>(
    cells,
    'acknowledgements',
    z.array(acknowledgementSchema),
    REMEMBER_MS,
  );
  const isSpokenOf = ({ endsAt, ended }: ChatSilence) =>
    Math.max(ended?.at ?? 0, endsAt) > now() - SPOKEN_OF_MS;

  async function read(): Promise<Answered> {
    const [all, acknowledged] = await Promise.all([silences.read(), acknowledgements.read()]);
    return {
      silences: all.filter(isSpokenOf),
      acknowledgements: acknowledged.filter(({ at }) => at > now() - SPOKEN_OF_MS),
    };
  }

  return {
    read,
    known: read,
    async silence(silence) {
      const { after } = await silences.change((known) => {
        if (known.some(({ id }) => id === silence.id)) return known;
        const holding = known.filter((each) => holdsAt(each, now()));
        const room = MOST_SILENCES - holding.length;
        if (room <= 0) return known;
        const over = known.filter((each) => !holding.includes(each) && isSpokenOf(each));
        const kept = new Set([...holding, ...over.slice(Math.max(0, over.length - room + 1))]);
        return [...known.filter((each) => kept.has(each)), silence];
      });
      return after.find(({ id }) => id === silence.id);
    },
    async end(id, by) {
      const { after } = await silences.change((known) =>
        known.some((each) => each.id === id && holdsAt(each, now()))
          ? known.map((each) => (each.id === id ? { ...each, ended: { by, at: now() } } : each))
          : known,
      );
      return after.find((each) => each.id === id);
    },
    async acknowledge(acknowledgement) {
      const { after } = await acknowledgements.change((known) =>
        known.some(({ id }) => id === acknowledgement.id)
          ? known
          : [...known, acknowledgement].slice(-MOST_ACKNOWLEDGEMENTS),
      );
      return after.find(({ id }) => id === acknowledgement.id) ?? acknowledgement;
    },
  };
}
