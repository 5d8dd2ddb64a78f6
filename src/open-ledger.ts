import type { Config } from './config/settings.ts';
import type { Ledger } from './ledger/ledger.ts';
import { createMemoryLedger } from './ledger/memory-ledger.ts';
import { createRedisStore } from './ledger/redis/redis-store.ts';
import { checkRedisUrl } from './ledger/redis/redis-url.ts';
import { createSharedLedger, type SharedStore } from './ledger/shared-ledger.ts';
import type { Journal } from './model/journal.ts';

export interface LedgerIo {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly journal: Journal;
  /** Shared in place of the configured Redis. */
  readonly store?: SharedStore | undefined;
}

/** The configured ledger, not connected yet. Throws a ConfigError for a URL that is none. */
export function openLedger(
  { redis, prefix, remember: rememberMs }: Config['ledger'],
  { now, journal, store }: LedgerIo,
): Ledger {
  const shared =
    store ?? (redis ? createRedisStore({ url: checkRedisUrl(redis), prefix, now }) : undefined);
  if (shared === undefined) return createMemoryLedger({ now, rememberMs });
  return createSharedLedger(shared, {
    now,
    rememberMs,
    onDown: ({ message: reason }) => journal({ kind: 'ledger-down', reason }),
  });
}
