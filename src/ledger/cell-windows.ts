import * as z from 'zod';
import { type Cells, readCell } from './cells.ts';
import { addFiring, addSightings, openWindowGroup, type WindowGroup } from './window-group.ts';
import type { Windows } from './windows.ts';

export interface CellWindowsOptions {
  /** For how long what was delivered may be delivered again. */
  readonly rememberMs?: number;
  /** The most that one group may hold, as `window-group.ts` weighs it: 20,000 are some 3 MB. */
  readonly mostWeight?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const record = z.object({
  entries: z.array(
    z.object({
      id: z.string(),
      event: z.string(),
      time: z.number(),
      values: z.array(z.union([z.string(), z.number()])),
      kept: z.array(z.string()),
    }),
  ),
  firings: z.array(z.object({ cause: z.string(), time: z.number() })),
  /** JSON knows no infinity, and writes null. */
  since: z.number().nullable(),
});

/** Windows whose groups are cells, one each. */
export function createCellWindows(
  cells: Cells,
  { rememberMs = DAY_MS, mostWeight = 20_000 }: CellWindowsOptions = {},
): Windows {
  function changeGroups<Change extends { readonly key: string; readonly keepMs: number }, Answer>(
    changes: readonly Change[],
    make: (group: WindowGroup, change: Change) => Answer,
  ): Promise<readonly Answer[]> {
    const keys = changes.map(({ key }) => key);
    return cells.change(keys, (text, index) => {
      const change = changes[index];
      if (change === undefined) throw new Error('there are more cells than changes');
      const group = readGroup(text);
      const answer = make(group, change);
      const changed = writeGroup(group);
      if (changed === text) return { answer };
      // A group goes by the time of its events and a cell by ours, which is later; and a firing must
      // be there for as long as its cause may come again.
      return { answer, write: { text: changed, ttlMs: change.keepMs + rememberMs } };
    });
  }

  return {
    async see(groups) {
      const states = await changeGroups(groups, (group, sightings) =>
        addSightings(group, sightings, mostWeight),
      );
      return { states, forgotten: [] };
    },
    fire: (claims) => changeGroups(claims, addFiring),
  };
}

/** What is not one of ours is as if it were not there. */
function readGroup(text: string | undefined): WindowGroup {
  const known = readCell(record, text);
  return openWindowGroup(known && { ...known, since: known.since ?? -Infinity });
}

function writeGroup({ entries, firings, since }: WindowGroup): string {
  return JSON.stringify({ entries, firings, since });
}
