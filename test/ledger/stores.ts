import { test } from 'vitest';
import type { Cells } from '../../src/ledger/cells.ts';
import { createMemoryCells } from '../../src/ledger/memory-cells.ts';
import { createRedisStore } from '../../src/ledger/redis/redis-store.ts';
import { useRedis } from '../support/use-redis.ts';

export interface TestedStore {
  readonly name: string;
  readonly test: ReturnType<typeof useRedis>['test'];
  /** Empty cells, as all instances see them. */
  readonly open: (now: () => number) => Cells;
}

/** What a part of the ledger is tested in: cells in memory and in a Redis. For one test file. */
export function testedStores(family: string): readonly TestedStore[] {
  const redis = useRedis();
  return [
    { name: 'memory', test, open: (now) => createMemoryCells({ now }) },
    {
      name: 'Redis',
      test: redis.test,
      open(now) {
        const { redis: url, prefix } = redis.ledger();
        return createRedisStore({ url: new URL(url), prefix, now }).cells(family);
      },
    },
  ];
}
