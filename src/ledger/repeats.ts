import * as z from 'zod';
import type { KeptBack } from '../model/alert.ts';
import { type Cells, type Changed, readCell } from './cells.ts';

export type Ringing =
  /** `keptBack` since the last time it rang; undefined where there was none. */
  | { readonly kind: 'rings'; readonly keptBack: KeptBack | undefined }
  | { readonly kind: 'suppressed' };

/** An alert, as far as its repeats go. */
export interface Opener {
  /** What makes two alerts a repeat of each other: rule and group. */
  readonly group: string;
  /** The ids of the alert's events. */
  readonly events: readonly string[];
}

export interface RingOptions extends Opener {
  readonly intervalMs: number;
}

/**
 * Which alerts ring and which are only counted. An alert that rings opens an interval in the name of
 * its events: delivered again, they find themselves there and ring again, and are not suppressed by
 * their own shadow. Events that were counted are not counted twice.
 */
export interface Repeats {
  /** One answer for each. */
  ring(options: readonly RingOptions[]): Promise<readonly Ringing[]>;
  /** Somebody was told of these events. */
  confirm(openers: readonly Opener[]): Promise<void>;
  /**
   * No channel is left to tell of these events: if nobody was told of them, the next repeat rings.
   * `isCounted` says whether somebody else tells of the repeats before them.
   */
  reopen(openers: readonly (Opener & { readonly isCounted?: boolean })[]): Promise<void>;
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

  function ring(
    known: Interval | undefined,
    { events, intervalMs }: RingOptions,
  ): Changed<Ringing> {
    if (isOpener(known, events)) return { answer: { kind: 'rings', keptBack: known?.before } };
    if (known === undefined || known.until <= now()) {
      const opened = events.slice(0, MOST_EVENTS);
      const before = known?.keptBack;
      return {
        answer: { kind: 'rings', keptBack: before },
        write: written({ until: now() + intervalMs, opened, told: false, counted: [], before }),
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
  }

  /** Changes the intervals that are still theirs who opened them. */
  async function changeOpened(
    openers: readonly Opener[],
    change: (known: Interval, at: number) => Interval | undefined,
  ): Promise<void> {
    await cells.change(
      openers.map(({ group }) => group),
      (text, at) => {
        const known = readCell(interval, text);
        const changed =
          known !== undefined && isOpener(known, openers[at]?.events ?? [])
            ? change(known, at)
            : undefined;
        return { answer: undefined, ...(changed && { write: written(changed) }) };
      },
    );
  }

  return {
    ring: (options) =>
      cells.change(
        options.map(({ group }) => group),
        (text, at) => {
          const option = options[at];
          if (option === undefined) throw new RangeError('an answer to no question');
          return ring(readCell(interval, text), option);
        },
      ),
    confirm: (openers) => changeOpened(openers, (known) => ({ ...known, told: true })),
    reopen: (openers) =>
      changeOpened(openers, (known, at) => {
        if (known.told) return undefined;
        const before = openers[at]?.isCounted === true ? undefined : known.before;
        const kept = merge(before, known.keptBack);
        return { until: 0, opened: [], told: false, counted: [], keptBack: kept };
      }),
  };
}

function isOpener(known: Interval | undefined, events: readonly string[]): boolean {
  return known?.opened.some((id) => events.includes(id)) ?? false;
}

/** What nobody was told yet, and what came after it. */
function merge(first: KeptBack | undefined, then: KeptBack | undefined): KeptBack | undefined {
  if (first === undefined || then === undefined) return first ?? then;
  return { count: first.count + then.count, since: Math.min(first.since, then.since) };
}
