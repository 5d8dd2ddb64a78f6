import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRedisStore } from '../../../src/ledger/redis/redis-store.ts';
import { createSharedLedger } from '../../../src/ledger/shared-ledger.ts';
import { redisAvailable, type RedisServer, startRedis } from '../../support/redis-server.ts';
import { ledgerContract } from '../contract.ts';

describe.skipIf(!redisAvailable())('with a redis-server', () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await startRedis();
  });

  afterAll(() => server.close());

  ledgerContract('redis', async (now, rememberMs) => open(now, rememberMs));

  test('a Redis that was restarted between two calls is an outage, until the next invocation', async () => {
    const ledger = open();
    await ledger.ranges.begin('r');
    expect(ledger.wentDown()).toBe(false);
    await server.kill();
    await server.start();
    await expect.poll(() => ledger.wentDown()).toBe(true);
    await ledger.rest();
    ledger.wake();
    expect(await ledger.ranges.begin('other')).toMatchObject({ number: 1 });
    expect(ledger.wentDown()).toBe(false);
    await ledger.rest();
  });

  function open(now: () => number = () => 0, rememberMs = 60_000) {
    const store = createRedisStore({ url: server.url, prefix: `test-${randomUUID()}`, now });
    return createSharedLedger(store, { now, rememberMs, onDown: () => {} });
  }
});
