import * as z from 'zod';
import { cellList } from './cell-list.ts';
import { cellTexts } from './cell-texts.ts';
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

const names = z.array(z.string());
const entries = z.array(z.object({ id: z.string(), since: z.number() }));

export function createHeldDigests(cells: Cells, now: () => number): HeldDigests {
  const texts = cellTexts(cells, REMEMBER_MS);
  const channels = cellList(cells, 'channels', names, REMEMBER_MS);
  const listOf = (channel: string) => cellList(cells, listKey(channel), entries, REMEMBER_MS);

  return {
    async hold(channel, { id, text }) {
      // The list last: what stands in it is there to be read.
      await texts.write([{ key: textKey(channel, id), text }]);
      await listOf(channel).change((known) =>
        known.some((entry) => entry.id === id) ? known : [...known, { id, since: now() }],
      );
      // Written anew each time, so that it lasts for as long as what it leads to.
      await channels.change((known) => [...new Set([...known, channel])]);
      return 'yes';
    },
    async channels() {
      const known = await channels.read();
      const oldest = await cells.change(known.map(listKey), (text) => ({
        answer: readCell(entries, text)?.[0]?.since,
      }));
      return known.flatMap((name, at) => {
        const since = oldest[at];
        return since === undefined ? [] : [{ name, since }];
      });
    },
    async of(channel, most) {
      const known = (await listOf(channel).read()).slice(0, most);
      const found = await texts.read(known.map(({ id }) => textKey(channel, id)));
      return known.map((entry, at) => ({ ...entry, text: found[at] ?? '' }));
    },
    async drop(channel, ids) {
      await listOf(channel).change((known) => known.filter(({ id }) => !ids.includes(id)));
      await texts.drop(ids.map((id) => textKey(channel, id)));
    },
  };
}

function listKey(channel: string): string {
  return JSON.stringify(['of', channel]);
}

function textKey(channel: string, id: string): string {
  return JSON.stringify(['text', channel, id]);
}
