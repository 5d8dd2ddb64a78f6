import { createShard, type PageLimits, type Shard } from './shard.ts';

/** Some shards under one name. */
export interface Logstore {
  readonly shards: readonly Shard[];
  /** The shard that the next write goes to: they take turns. */
  nextShard(): Shard | undefined;
}

export function createLogstore(count: number, limits: PageLimits): Logstore {
  const shards = Array.from({ length: count }, () => createShard(limits));
  let writes = 0;
  return {
    shards,
    nextShard() {
      writes += 1;
      return shards[(writes - 1) % count];
    },
  };
}
