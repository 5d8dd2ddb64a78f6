import * as z from 'zod';
import type { KeptBack } from '../model/alert.ts';
import { parseJson } from '../model/fields.ts';
import type { Cells, Changed } from './cells.ts';

export type Ringing =
  /** `keptBack` since the last time it rang; undefined where there was none. */
  | { readonly kind: 'rings'; readonly keptBack: KeptBack | undefined }
  | { readonly kind: 'suppressed' };

export interface RingOptions {
  /** What makes two alerts a repeat of each other: rule and group. */
  readonly group: string;
  /** The ids of the alert's events. */
  readonly events: readonly string[];
  readonly intervalMs: number;
}

/**
 * Which alerts ring and which are only counted. An alert that rings opens an interval in the name of
 * its events: delivered again, they find themselves there and ring again, and are not suppressed by
 * their own shadow. Events that were counted are not counted twice.
 */
export interface Repeats {
  ring(options: RingOptions): Promise<Ringing>;
  /** Somebody was told of these events. */
  confirm(group: string, events: readonly string[]): Promise<void>;
  /** No channel is left to tell of these events: if nobody was told of them, the next repeat rings. */
  reopen(group: string, events: readonly string[]): Promise<void>;
}

const keptBack = z.object({ count: z.number(), since: z.number() });

const interval = z.object({
  until: z.number(),
  /** Ids of events in whose name it was opened, and of those that were counted: the first of each. */
  opened: z.array(z.string()),
  /** Whether somebody was told. */
  told: z.boolean(),
  counted: z.array(z.string()),
  keptBack: keptBack.optional(),
  /** What whoever opened it has to tell. */
  before: keptBack.optional(),
});

type Interval = z.infer<typeof interval>;

/** An event that is not among so many may count twice; a count is all that it is. */
const MOST_EVENTS = 500;

export interface CellRepeatsOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly rememberMs: number;
}

export function createRepeats(cells: Cells, { now, rememberMs }: CellRepeatsOptions): Repeats {
  const written = (entry: Interval) => ({
    text: JSON.stringify(entry),
    ttlMs: Math.max(0, entry.until - now()) + rememberMs,
  });

  return {
    async ring({ group, events, intervalMs }) {
      const [ringing = { kind: 'rings', keptBack: undefined }] = await cells.change(
        [group],
        (text): Changed<Ringing> => {
          const known = readInterval(text);
          if (known !== undefined && known.opened.some((id) => events.includes(id))) {
            return { answer: { kind: 'rings', keptBack: known.before } };
          }
          if (known === undefined || known.until <= now()) {
            const opened = events.slice(0, MOST_EVENTS);
            const before = known?.keptBack;
            return {
              answer: { kind: 'rings', keptBack: before },
              write: written({
                until: now() + intervalMs,
                opened,
                told: false,
                counted: [],
                before,
              }),
            };
          }
          const fresh = events.filter((id) => !known.counted.includes(id));
          if (fresh.length === 0) return { answer: { kind: 'suppressed' } };
          const { count, since } = known.keptBack ?? { count: 0, since: now() };
          return {
            answer: { kind: 'suppressed' },
            write: written({
              ...known,
              counted: [...known.counted, ...fresh].slice(-MOST_EVENTS),
              keptBack: { count: count + fresh.length, since },
            }),
          };
        },
      );
      return ringing;
    },
    async confirm(group, events) {
      await cells.change([group], (text) => {
        const known = readInterval(text);
        const isOurs = known?.opened.some((id) => events.includes(id)) && !known.told;
        if (known === undefined || !isOurs) return { answer: undefined };
        return { answer: undefined, write: written({ ...known, told: true }) };
      });
    },
    async reopen(group, events) {
      await cells.change([group], (text) => {
        const known = readInterval(text);
        if (!known?.opened.some((id) => events.includes(id)) || known.told) {
          return { answer: undefined };
        }
        const kept = merge(known.before, known.keptBack);
        return {
          answer: undefined,
          write: written({ until: 0, opened: [], told: false, counted: [], keptBack: kept }),
        };
      });
    },
  };
}

/** What nobody was told yet, and what came after it. */
function merge(first: KeptBack | undefined, then: KeptBack | undefined): KeptBack | undefined {
  if (first === undefined || then === undefined) return first ?? then;
  return { count: first.count + then.count, since: Math.min(first.since, then.since) };
}

function readInterval(text: string | undefined): Interval | undefined {
  return text === undefined ? undefined : interval.safeParse(parseJson(text)).data;
}
