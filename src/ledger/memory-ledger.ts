import type { Ledger } from './ledger.ts';
import { createMemoryWindows } from './memory-windows.ts';

export interface MemoryLedgerOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly ttlMs?: number;
  /** The oldest marks go first. */
  readonly mostMarks?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A ledger that lives as long as the function's instance: what an instance told it does not tell
 * again, but another instance, or the next one, may.
 */
export function createMemoryLedger({
  now,
  ttlMs = DAY_MS,
  mostMarks = 200_000,
}: MemoryLedgerOptions): Ledger {
  // Insertion order is age order, because a mark that is set again is put last.
  const marks = new Map<string, number>();
  return {
    async marked(keys) {
      const oldest = now() - ttlMs;
      return new Set(keys.filter((key) => (marks.get(key) ?? -Infinity) > oldest));
    },
    async mark(keys) {
      for (const key of keys) {
        marks.delete(key);
        marks.set(key, now());
      }
      for (const [key, time] of marks) {
        if (marks.size <= mostMarks && time > now() - ttlMs) break;
        marks.delete(key);
      }
    },
    windows: createMemoryWindows(),
  };
}
