import { createBudgets } from './budgets.ts';
import { createClaims } from './claims.ts';
import type { Ledger } from './ledger.ts';
import { createMemoryCells } from './memory-cells.ts';
import { createMemoryWindows } from './memory-windows.ts';
import { createPulses } from './pulses.ts';
import { createRanges } from './ranges.ts';
import { createRepeats } from './repeats.ts';
import { createResponses } from './responses.ts';
import { createTroubles } from './troubles.ts';

export interface MemoryLedgerOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly rememberMs?: number;
  /** The most keys that are remembered as claimed or ended: the oldest go first. */
  readonly mostClaims?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A ledger that lives as long as the function's instance: what an instance told it does not tell
 * again, but another instance, or the next one, may.
 */
export function createMemoryLedger({
  now,
  rememberMs = DAY_MS,
  mostClaims = 200_000,
}: MemoryLedgerOptions): Ledger {
  // Each its own cells: a flood of claims must not make a repeat interval be forgotten.
  const cells = (mostCells: number) => createMemoryCells({ now, mostCells });
  return {
    claims: createClaims(cells(mostClaims), { now, rememberMs }),
    ranges: createRanges(cells(1_000), rememberMs),
    repeats: createRepeats(cells(10_000), { now, rememberMs }),
    budgets: createBudgets(cells(1_000), now),
    windows: createMemoryWindows(),
    // What is held here would be gone with the instance.
    digests: {
      hold: async () => 'no',
      channels: async () => [],
      of: async () => [],
      drop: async () => {},
    },
    letters: {
      hold: async () => {},
      due: async () => [],
      begin: async () => false,
      delay: async () => {},
      drop: async () => {},
    },
    told: { keep: async () => false, find: async () => undefined, recent: async () => [] },
    responses: createResponses(cells(10), { now }),
    pulses: createPulses(cells(1_000), now),
    troubles: createTroubles(cells(10), now),
    shared: false,
    wake() {},
    wentDown: () => false,
    catchUp: async () => true,
    async rest() {},
  };
}
