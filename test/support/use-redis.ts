import { afterAll, beforeAll, onTestFinished, test } from 'vitest';
import { redisAvailable, type RedisServer, startRedis } from './redis-server.ts';

export const REDIS_PASSWORD = 'secret-redis-password';

/** A Redis for those tests of a file that need one: `redis.test` skips them where there is none. */
export function useRedis() {
  const available = redisAvailable();
  let server: RedisServer | undefined;
  let ledgers = 0;
  if (!available) console.warn('redis-server is not installed: tests that need it are skipped');
  beforeAll(async () => {
    if (available) server = await startRedis({ password: REDIS_PASSWORD });
  });
  afterAll(() => server?.close());
  return {
    test: test.skipIf(!available),
    /** The setting for a ledger of its own. */
    ledger() {
      if (server === undefined) throw new Error('there is no Redis outside of redis.test');
      ledgers += 1;
      return { redis: server.url.href, prefix: `test-${ledgers}` };
    },
    /** One for a test that does it harm, which forgets nothing that it is told. */
    async own(): Promise<RedisServer> {
      const own = await startRedis({ durable: true, password: REDIS_PASSWORD });
      onTestFinished(() => own.close());
      return own;
    },
  };
}
