import type { Cells } from '../ledger/cells.ts';
import { createMemoryCells } from '../ledger/memory-cells.ts';
import type { SharedStore } from '../ledger/shared-ledger.ts';

/** What the functions of a run on this machine share, in place of a Redis. `now`: milliseconds since 1970. */
export function createMemoryStore(now: () => number): SharedStore {
  const families = new Map<string, Cells>();
  return {
    cells(family) {
      const cells = families.get(family) ?? createMemoryCells({ now });
      families.set(family, cells);
      return cells;
    },
    wasLost: () => false,
    rest: async () => {},
  };
}
