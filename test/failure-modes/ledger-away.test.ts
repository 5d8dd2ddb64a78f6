import { Redis } from 'ioredis';
import { expect, onTestFinished } from 'vitest';
import { BatchIncompleteError } from '../../src/app.ts';
import { nodeFetch } from '../../src/channels/node-fetch.ts';
import { LedgerDownError } from '../../src/ledger/cells.ts';
import { deletion, deletionsByMany } from '../support/audit-event.ts';
import { openWorld } from '../support/open-world.ts';
import type { RedisServer } from '../support/redis-server.ts';
import { deletedRule, MANY, manyDeleted, rulesOf } from '../support/rules.ts';
import { alertsIn, MARK, timesTold, toldOnce } from '../support/told.ts';
import { useRedis } from '../support/use-redis.ts';
import { interceptVendors, says, times, vendorEnv } from '../support/vendors.ts';
import { contextOf, type World } from '../support/world.ts';

const redis = useRedis();
const vendors = interceptVendors();

interface Outage {
  readonly begin: (server: RedisServer) => unknown;
  readonly end: (server: RedisServer) => unknown;
}

const outages: readonly (readonly [string, Outage])[] = [
  ['is down', { begin: ({ kill }) => kill(), end: ({ start }) => start() }],
  ['hangs', { begin: ({ pause }) => pause(), end: ({ resume }) => resume() }],
];

/** Longer than a Redis that failed is left alone. */
const REST_MS = 6_000;

/** No correlation counts it, so no batch has to come again for what was seen while the ledger was away. */
const uncounted = rulesOf(deletedRule);

async function worldWith(server: RedisServer, rules = uncounted): Promise<World> {
  return openWorld({ settings: { ledger: { redis: server.url.href } } }, rules);
}

redis.test.each(outages)(
  'failure mode 15: while Redis %s alerts go out, say that they may be repeats, and are not repeated',
  async (_, outage) => {
    const server = await redis.own();
    const world = await worldWith(server);
    const range = world.put(deletionsByMany(3));
    await outage.begin(server);
    expect(JSON.parse(await world.trigger(range))).toMatchObject({ alerts: 3, delivered: 6 });
    expect(world.journaled('ledger-down')).toHaveLength(1);
    for (const text of world.shown('slack')) expect(text).toContain(MARK);

    expect(JSON.parse(await world.trigger(range))).toMatchObject({ repeated: 3, alerts: 0 });
    await outage.end(server);
    await world.sleep(REST_MS);
    expect(JSON.parse(await world.trigger(range))).toMatchObject({ repeated: 3, alerts: 0 });
    expect(world.journaled('ledger-down')).toHaveLength(2);
    expect(timesTold(world, 3)).toEqual(toldOnce(3));

    // What was told meanwhile is known to the others as well from then on.
    const other: unknown = JSON.parse(await world.trigger(range, 0, world.openApp()));
    expect(other).toMatchObject({ repeated: 3, alerts: 0 });
  },
);

redis.test('failure mode 15: after a restart of Redis an instance goes on as before', async () => {
  const server = await redis.own();
  const world = await worldWith(server);
  const [first, second] = deletionsByMany(2).map((record) => world.put([record]));
  await world.trigger(first ?? world.put([]));
  await server.kill();
  await server.start();
  await world.trigger(second ?? world.put([]));
  await world.trigger(first ?? world.put([]), 0, world.openApp());
  expect(timesTold(world, 2)).toEqual(toldOnce(2));
  expect(world.journaled('ledger-down')).toEqual([]);
  expect(JSON.stringify(world.inbox.messages())).not.toContain(MARK);
});

redis.test('failure mode 15: a Redis that goes away half-way costs nobody a message', async () => {
  const server = await redis.own();
  const world = await worldWith(server);
  let sent = 0;
  const witness = world.openApp({
    async fetch(url, request) {
      sent += 1;
      if (sent === 5) await server.kill();
      return nodeFetch(url, request);
    },
  });
  const range = world.put(deletionsByMany(10));
  expect(JSON.parse(await world.trigger(range, 0, witness))).toMatchObject({ delivered: 20 });
  expect(timesTold(world, 10)).toEqual(toldOnce(10));
  expect(world.shown('slack').at(0)).not.toContain(MARK);
  expect(world.shown('slack').at(-1)).toContain(MARK);
});

redis.test(
  'failure mode 15: what an instance gives back late hides nothing that another may have told',
  async () => {
    const server = await redis.own();
    const slack = { type: 'slack', webhook: '${SLACK_WEBHOOK}' };
    const settings = { channels: { slack }, ledger: { redis: server.url.href } };
    const world = await openWorld({ settings, env: vendorEnv });
    const range = world.put(deletionsByMany(1));

    vendors.answerWith('slack', ...times(5, says(429)));
    const first = world.openApp({
      async fetch(url, request) {
        await server.kill();
        return nodeFetch(url, request);
      },
    });
    await expect(world.trigger(range, 0, first)).rejects.toBeInstanceOf(BatchIncompleteError);

    await server.start();
    await world.sleep(62_000);
    vendors.answerWith('slack', ...times(2, () => undefined));
    const second = world.trigger(range, 0, world.openApp());
    await expect(second).rejects.toBeInstanceOf(BatchIncompleteError);

    await world.trigger(world.put([]), 0, first).catch(() => {});
    await world.trigger(range, 0, world.openApp());
    expect(vendors.shown('slack')).toEqual([expect.stringContaining(MARK)]);
  },
);

redis.test.each([
  ['a wrong password', (url: URL) => Object.assign(new URL(url), { password: 'wrong-password' })],
  ['a port where nothing listens', (url: URL) => Object.assign(new URL(url), { port: '1' })],
])('failure mode 15: %s costs no alert either', async (_, change) => {
  const { redis: url } = redis.ledger();
  const ledger = { redis: change(new URL(url)).href };
  const world = await openWorld({ settings: { ledger } }, uncounted);
  expect(await world.deliver(deletionsByMany(1))).toMatchObject({ delivered: 2 });
  expect(world.journaled('ledger-down')).toHaveLength(1);
  expect(world.shown('slack')[0]).toContain(MARK);
});

redis.test('failure mode 15: a Redis whose memory is full costs no alert', async () => {
  const server = await redis.own();
  const world = await worldWith(server);
  const client = new Redis(server.url.href);
  onTestFinished(() => client.disconnect());
  await client.config('SET', 'maxmemory', '1');
  const range = world.put(deletionsByMany(2));
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ delivered: 4 });
  expect(world.journaled('ledger-down')).toMatchObject([
    { reason: expect.stringContaining('OOM') },
  ]);
  await client.config('SET', 'maxmemory', '0');
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ repeated: 2, alerts: 0 });
  expect(timesTold(world, 2)).toEqual(toldOnce(2));
});

redis.test('failure mode 15: a ledger that a newer release has written is left alone', async () => {
  const server = await redis.own();
  const world = await worldWith(server);
  const client = new Redis(server.url.href);
  onTestFinished(() => client.disconnect());
  await client.set('{trailbell}:layout', '99');
  expect(await world.deliver(deletionsByMany(1))).toMatchObject({ delivered: 2 });
  expect(world.journaled('ledger-down')).toHaveLength(1);
  expect(await client.keys('*')).toEqual(['{trailbell}:layout']);
});

redis.test(
  'what correlation rules saw is a dead letter where it is given up with the ledger away, and counts once it is tried again',
  async () => {
    const server = await redis.own();
    const settings = { delivery: { attempts: 2 }, ledger: { redis: server.url.href } };
    const world = await openWorld({ settings }, rulesOf(deletedRule, manyDeleted(3)));
    const [first, second, third] = [0, 1, 2].map((at) => deletion({ eventId: `event-${at}` }));
    const range = world.put([first, second]);
    await server.kill();
    await expect(world.trigger(range)).rejects.toBeInstanceOf(LedgerDownError);
    await world.trigger(range);
    const [letter, ...others] = await world.letters();
    if (letter === undefined || others.length > 0) throw new Error('there is not one letter');
    const { begin: beginCursor, end: endCursor } = range;
    expect(letter).toMatchObject({ kind: 'range', beginCursor, endCursor });

    await server.start();
    await world.sleep(REST_MS);
    await world.trigger(world.put([third]), 0, world.openApp());
    await world.openApp().redrive(letter, contextOf());
    expect(world.journaled('alert')).toMatchObject([{ rule: MANY, count: 3 }]);
  },
);

redis.test(
  'what rings alone is told of every page at once, though correlations make the batch come again',
  async () => {
    const server = await redis.own();
    const counted = `${manyDeleted(100)}    generate: true\n`;
    const world = await worldWith(server, rulesOf(deletedRule, counted));
    // A page holds three records.
    const range = world.put(deletionsByMany(8));
    await server.kill();
    await expect(world.trigger(range)).rejects.toBeInstanceOf(LedgerDownError);
    expect(timesTold(world, 8)).toEqual(toldOnce(8));

    await server.start();
    await world.sleep(REST_MS);
    expect(JSON.parse(await world.trigger(range))).toMatchObject({
      evaluated: 8,
      repeated: 8,
      alerts: 0,
    });
  },
);

redis.test(
  'what correlation rules see while the ledger is away is delivered again, and counts',
  async () => {
    const server = await redis.own();
    const world = await worldWith(server, rulesOf(deletedRule, manyDeleted(3)));
    const seen = (from: number, to: number) =>
      world.put(
        Array.from({ length: to - from }, (_, at) => deletion({ eventId: `event-${from + at}` })),
      );
    const range = seen(0, 2);
    await server.kill();
    await expect(world.trigger(range)).rejects.toBeInstanceOf(LedgerDownError);
    await server.start();
    await world.sleep(REST_MS);
    expect(JSON.parse(await world.trigger(range))).toMatchObject({ correlated: 0 });
    await world.trigger(seen(2, 3), 0, world.openApp());
    expect(world.journaled('alert')).toMatchObject([{ rule: MANY, count: 3 }]);
  },
);

redis.test(
  'failure mode 16: a ledger that has lost its memory makes no storm, and loses nothing',
  async () => {
    const ledger = redis.ledger();
    const dingtalk = { type: 'dingtalk', webhook: '${DINGTALK_WEBHOOK}' };
    const settings = { ledger, channels: { dingtalk } };
    const world = await openWorld({ settings, env: vendorEnv, chance: 0.5 });
    const memory = new Redis(ledger.redis);
    onTestFinished(() => memory.disconnect());
    const sentAt: number[] = [];
    const instance = world.openApp({
      fetch(url, request) {
        sentAt.push(world.now());
        return nodeFetch(url, request);
      },
    });
    const range = world.put(deletionsByMany(30));
    await world.triggerUntilDone(range, { instance, pauseMs: 30_000 });
    await world.sweep(instance);
    expect(alertsIn(vendors.shown('dingtalk'))).toBe(30);

    await memory.flushall();
    sentAt.length = 0;
    await world.triggerUntilDone(range, { instance, pauseMs: 30_000 });
    await world.sweep(instance);
    expect(alertsIn(vendors.shown('dingtalk'))).toBe(60);
    for (const moment of sentAt) {
      const minute = sentAt.filter((time) => time >= moment && time < moment + 60_000);
      expect(minute.length).toBeLessThanOrEqual(20);
    }
  },
);
