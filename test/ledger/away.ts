import { type Cells, LedgerDownError } from '../../src/ledger/cells.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { createMemoryCells } from '../../src/ledger/memory-cells.ts';
import { createSharedLedger } from '../../src/ledger/shared-ledger.ts';

/** A shared ledger whose store may go away. */
export function ledgerThatMayGo(now: () => number = () => 0) {
  let isAway = false;
  const families = new Map<string, Cells>();
  const ledger: Ledger = createSharedLedger(
    {
      cells(family) {
        const cells = families.get(family) ?? createMemoryCells({ now });
        families.set(family, cells);
        return {
          async change(keys, change) {
            if (isAway) throw new LedgerDownError('away');
            return cells.change(keys, change);
          },
        };
      },
      wasLost: () => false,
      rest: async () => {},
    },
    { now, rememberMs: 60_000, onDown() {} },
  );
  return {
    ledger,
    setAway(away: boolean): void {
      isAway = away;
    },
  };
}
