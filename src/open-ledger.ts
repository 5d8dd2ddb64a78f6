import type { Config } from './config/settings.ts';
import type { Ledger } from './ledger/ledger.ts';
import { createMemoryLedger } from './ledger/memory-ledger.ts';
import { createRedisStore } from './ledger/redis/redis-store.ts';
import { checkRedisUrl } from './ledger/redis/redis-url.ts';
import { createSharedLedger } from './ledger/shared-ledger.ts';
import type { Journal } from './model/journal.ts';

/** The configured ledger, not connected yet. Throws a ConfigError for a URL that is none. */
export function openLedger(
  { redis, prefix, remember: rememberMs }: Config['ledger'],
  { now, journal }: { readonly now: () => number; readonly journal: Journal },
): Ledger {
  if (!redis) return createMemoryLedger({ now, rememberMs });
  return createSharedLedger(createRedisStore({ url: checkRedisUrl(redis), prefix, now }), {
    now,
    rememberMs,
    onDown: ({ message: reason }) => journal({ kind: 'ledger-down', reason }),
  });
}
