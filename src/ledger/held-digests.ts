import * as z from 'zod';
import { type Cells, readCell } from './cells.ts';

/** A digest as text, held since a moment (milliseconds since 1970). */
export interface HeldDigest {
  readonly id: string;
  readonly text: string;
  readonly since: number;
}

/**
 * Whether something is held: not where nothing outlives this instance, and nobody can know where the
 * store went away meanwhile.
 */
export type Holding = 'yes' | 'no' | 'maybe';

/**
 * Digests that wait for the sweep, by channel. What is held stays until it is dropped, whatever becomes
 * of the rules, the channels or the instance that it came from.
 */
export interface HeldDigests {
  hold(channel: string, digest: Pick<HeldDigest, 'id' | 'text'>): Promise<Holding>;
  /** The channels that digests are held for, and since when the oldest of each. */
  channels(): Promise<readonly { readonly name: string; readonly since: number }[]>;
  /** Those of a channel, the oldest first, so many at most. */
  of(channel: string, most: number): Promise<readonly HeldDigest[]>;
  drop(channel: string, ids: readonly string[]): Promise<void>;
}

/** Far longer than a sweep may be broken without anybody noticing. */
const REMEMBER_MS = 30 * 24 * 60 * 60 * 1000;

const CHANNELS = 'channels';
const names = z.array(z.string());
const entries = z.array(z.object({ id: z.string(), since: z.number() }));

type Entry = z.infer<typeof entries>[number];

export function createHeldDigests(cells: Cells, now: () => number): HeldDigests {
  const write = (value: unknown) => ({ text: JSON.stringify(value), ttlMs: REMEMBER_MS });

  async function changeList<Item>(
    key: string,
    schema: z.ZodType<Item[]>,
    change: (known: readonly Item[]) => readonly Item[] = (known) => known,
  ): Promise<readonly Item[]> {
    const [after = []] = await cells.change([key], (text) => {
      const known = readCell(schema, text) ?? [];
      const changed = change(known);
      return { answer: changed, ...(changed !== known && { write: write(changed) }) };
    });
    return after;
  }

  return {
    async hold(channel, { id, text }) {
      // The list last: what stands in it is there to be read.
      await cells.change([textKey(channel, id)], () => ({ answer: undefined, write: write(text) }));
      await changeList(listKey(channel), entries, (known) =>
        known.some((entry) => entry.id === id) ? known : [...known, { id, since: now() }],
      );
      // Written anew each time, so that it lasts for as long as what it leads to.
      await changeList(CHANNELS, names, (known) => [...new Set([...known, channel])]);
      return 'yes';
    },
    async channels() {
      const known = await changeList(CHANNELS, names);
      const oldest = await cells.change(known.map(listKey), (text) => ({
        answer: readCell(entries, text)?.[0]?.since,
      }));
      return known.flatMap((name, at) => {
        const since = oldest[at];
        return since === undefined ? [] : [{ name, since }];
      });
    },
    async of(channel, most) {
      const all: readonly Entry[] = await changeList(listKey(channel), entries);
      const known = all.slice(0, most);
      const texts = await cells.change(
        known.map(({ id }) => textKey(channel, id)),
        (text) => ({ answer: readCell(z.string(), text) ?? '' }),
      );
      return known.map((entry, at) => ({ ...entry, text: texts[at] ?? '' }));
    },
    async drop(channel, ids) {
      await changeList(listKey(channel), entries, (known) =>
        known.filter(({ id }) => !ids.includes(id)),
      );
      await cells.change(
        ids.map((id) => textKey(channel, id)),
        () => ({ answer: undefined, write: { text: '', ttlMs: 1 } }),
      );
    },
  };
}

function listKey(channel: string): string {
  return JSON.stringify(['of', channel]);
}

function textKey(channel: string, id: string): string {
  return JSON.stringify(['text', channel, id]);
}
