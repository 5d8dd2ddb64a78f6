import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LedgerDownError } from '../../../src/ledger/cells.ts';
import { checkLayout, LAYOUT, type UpgradeStep } from '../../../src/ledger/redis/layout.ts';
import { redisAvailable, type RedisServer, startRedis } from '../../support/redis-server.ts';

describe.skipIf(!redisAvailable())('with a redis-server', () => {
  let server: RedisServer;
  let redis: Redis;

  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.port);
  });

  afterAll(async () => {
    redis.disconnect();
    await server.close();
  });

  const check = (prefix: string, steps?: readonly UpgradeStep[]) =>
    checkLayout((command) => command(redis), prefix, steps);

  /** Doubles what stands at `sum`, once: a step may be run twice. */
  const double: UpgradeStep = (send, prefix) =>
    send((client) =>
      client.eval(
        `if redis.call('SETNX', KEYS[2], '') == 1 then
           redis.call('SET', KEYS[1], 2 * redis.call('GET', KEYS[1]))
         end`,
        2,
        `{${prefix}}:sum`,
        `{${prefix}}:doubled`,
      ),
    );

  test('the layout is written where there is none, and lasts for as long as it is used', async () => {
    await check('new');
    expect(await redis.get('{new}:layout')).toBe(String(LAYOUT));
    await redis.pexpire('{new}:layout', 10_000);
    await check('new');
    expect(await redis.pttl('{new}:layout')).toBeGreaterThan(10_000);
  });

  test('what an older release has written is upgraded, one step after the other', async () => {
    await redis.set('{old}:layout', 2);
    const steps: string[] = [];
    const step = (name: string) => async () => steps.push(name);
    await check('old', [step('1 to 2'), step('2 to 3'), step('3 to 4')]);
    expect(steps).toEqual(['2 to 3', '3 to 4']);
    expect(await redis.get('{old}:layout')).toBe('4');
    expect(await redis.pttl('{old}:layout')).toBeGreaterThan(0);
  });

  test('a step that fails is run again by whoever comes next', async () => {
    await redis.mset('{torn}:layout', 1, '{torn}:sum', 5);
    const failing = async () => {
      throw new LedgerDownError('gone');
    };
    await expect(check('torn', [double, failing])).rejects.toThrow('gone');
    expect(await redis.get('{torn}:layout')).toBe('2');
    await check('torn', [double, async () => {}]);
    expect(await redis.mget('{torn}:layout', '{torn}:sum')).toEqual(['3', '10']);
  });

  test('two instances may upgrade at the same time', async () => {
    await redis.mset('{both}:layout', 1, '{both}:sum', 5);
    const instances = Array.from({ length: 5 }, () => check('both', [double, async () => {}]));
    await Promise.all(instances);
    expect(await redis.mget('{both}:layout', '{both}:sum')).toEqual(['3', '10']);
  });

  test('what a newer release has written is left alone', async () => {
    await redis.set('{next}:layout', LAYOUT + 1);
    await expect(check('next')).rejects.toThrow(/newer release of trailbell/);
    expect(await redis.get('{next}:layout')).toBe(String(LAYOUT + 1));
  });

  test.each(['', 'x', '0', '1.5', '-1'])(
    'a layout %j is not ours, and is left alone',
    async (layout) => {
      await redis.set('{odd}:layout', layout);
      await expect(check('odd')).rejects.toThrow(LedgerDownError);
      expect(await redis.get('{odd}:layout')).toBe(layout);
    },
  );
});
