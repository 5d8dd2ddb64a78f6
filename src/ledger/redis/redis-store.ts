import type { SharedStore } from '../shared-ledger.ts';
import { checkLayout } from './layout.ts';
import { createRedisCells } from './redis-cells.ts';
import { createRedisConnection, type RedisConnectionOptions } from './redis-connection.ts';

export interface RedisStoreOptions extends Omit<RedisConnectionOptions, 'prepare'> {
  /** What all keys begin with: not empty, and without braces. */
  readonly prefix: string;
}

/** A group of windows can take megabytes, and an answer has to come within a second. */
const MOST_WINDOWS = 50;

/** The cells of a ledger in one Redis, over one connection that the first command opens. */
export function createRedisStore({ prefix, ...options }: RedisStoreOptions): SharedStore {
  const connection = createRedisConnection({
    ...options,
    prepare: (send) => checkLayout(send, prefix),
  });
  return {
    cells: (family) =>
      createRedisCells(connection, {
        prefix,
        family,
        ...(family === 'windows' && { mostKeys: MOST_WINDOWS }),
      }),
    wasLost: () => connection.wasLost(),
    rest: () => connection.rest(),
  };
}
