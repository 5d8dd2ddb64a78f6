import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { nodeFetch } from '../../src/channels/node-fetch.ts';
import { deletion, deletionsByMany } from '../support/audit-event.ts';
import { dieClaiming, gate } from '../support/hung-instance.ts';
import { startInstance } from '../support/instance-port.ts';
import { openWorld } from '../support/open-world.ts';
import { deletedRule, MANY, manyDeleted, rulesOf } from '../support/rules.ts';
import { MARK, timesTold, toldOnce } from '../support/told.ts';
import { useRedis } from '../support/use-redis.ts';
import type { World } from '../support/world.ts';

const redis = useRedis();

const HOUR_MS = 60 * 60 * 1000;

/** Instances at the same time share no virtual clock: they look after each other every few moments. */
const together = { now: Date.now, sleep: () => wait(10) };

redis.test(
  'failure mode 1: a batch that is delivered twice is told once, by whichever instance',
  async () => {
    const world = await openWorld({ settings: { ledger: redis.ledger() } });
    const range = world.put(deletionsByMany(3));
    expect(JSON.parse(await world.trigger(range))).toMatchObject({ alerts: 3, delivered: 6 });
    const again: unknown = JSON.parse(await world.trigger(range, 0, world.openApp()));
    expect(again).toMatchObject({ matches: 3, repeated: 3, alerts: 0, owed: 0 });
    expect(timesTold(world, 3)).toEqual(toldOnce(3));
  },
);

redis.test(
  'failure mode 1: two instances with the same batch at the same time share it out',
  async () => {
    const world = await openWorld({ settings: { ledger: redis.ledger() } });
    const range = world.put(deletionsByMany(20));
    const ends = await Promise.all(
      [1, 2].map(() => world.trigger(range, 0, world.openApp(together))),
    );
    expect(timesTold(world, 20)).toEqual(toldOnce(20));
    const delivered = ends.map((end) => Number(JSON.parse(end).delivered));
    expect(delivered.reduce((sum, each) => sum + each)).toBe(40);
    expect(JSON.stringify(world.inbox.messages())).not.toContain(MARK);
  },
);

redis.test(
  'failure mode 1: the same batch handed to two processes at once sends each notification once',
  async () => {
    const world = await openWorld({ settings: { ledger: redis.ledger() } });
    const instances = await Promise.all([startProcess(world), startProcess(world)]);
    const range = world.put(deletionsByMany(10));
    const ends = await Promise.all(instances.map((instance) => instance.detect(range)));
    expect(ends.map(({ kind }) => kind)).toEqual(['succeeded', 'succeeded']);
    expect(timesTold(world, 10)).toEqual(toldOnce(10));
    expect(JSON.stringify(world.inbox.messages())).not.toContain(MARK);
  },
);

redis.test('failure mode 1: two ranges that overlap tell once of what both hold', async () => {
  const world = await openWorld({ settings: { ledger: redis.ledger() } });
  const [first, second, third] = deletionsByMany(3).map((record) => world.put([record]));
  await Promise.all([
    world.trigger(join(first, second), 0, world.openApp(together)),
    world.trigger(join(second, third), 0, world.openApp(together)),
  ]);
  expect(timesTold(world, 3)).toEqual(toldOnce(3));
});

redis.test(
  'what an instance that is alive tells of is waited for, and not told twice',
  async () => {
    const world = await openWorld({ settings: { ledger: redis.ledger() } });
    const range = world.put(deletionsByMany(1));
    const [asked, goOn] = [gate(), gate()];
    const first = world.trigger(
      range,
      0,
      world.openApp({
        async fetch(url, request) {
          asked.open();
          await goOn.opened;
          return nodeFetch(url, request);
        },
      }),
    );
    await asked.opened;
    const second = world.openApp({
      async sleep(ms) {
        goOn.open();
        await first;
        await world.sleep(ms);
      },
    });
    const summary: unknown = JSON.parse(await world.trigger(range, 0, second));
    expect(summary).toMatchObject({ matches: 1, repeated: 1, elsewhere: 0, alerts: 0 });
    expect(timesTold(world, 1)).toEqual(toldOnce(1));
    expect(world.shown('slack')[0]).not.toContain(MARK);
  },
);

redis.test(
  'failure mode 2: a process that dies before it hears the answer costs one repeat, which says so',
  async () => {
    const world = await openWorld({ settings: { ledger: redis.ledger() } });
    const instance = await startProcess(world);
    world.inbox.answerWith('slack', { kind: 'silence' });
    const range = world.put(deletionsByMany(1));
    instance.detect(range).catch(() => {});
    while (world.inbox.messages().length < 2) await wait(10);
    await instance.kill();

    await world.triggerUntilDone(range);
    expect(timesTold(world, 1).slack).toEqual([2]);
    expect(saysRepeat(world.shown('slack'))).toEqual([false, true]);
  },
);

redis.test(
  'failure mode 2: where the ledger dies between the answer and the mark, the next instance says that it may repeat',
  async () => {
    const server = await redis.own();
    const world = await openWorld({ settings: { ledger: { redis: server.url.href } } });
    const range = world.put(deletionsByMany(1));
    const witness = world.openApp({
      async fetch(url, request) {
        const answer = await nodeFetch(url, request);
        await server.kill();
        return answer;
      },
    });
    expect(JSON.parse(await world.trigger(range, 0, witness))).toMatchObject({ delivered: 2 });
    expect(world.journaled('ledger-down')).toHaveLength(1);

    await server.start();
    await world.triggerUntilDone(range, { instance: world.openApp() });
    expect(timesTold(world, 1).slack).toEqual([2]);
    expect(saysRepeat(world.shown('slack'))).toEqual([false, true]);
  },
);

redis.test(
  'failure mode 3: what an instance claimed and never sent is sent once its lease has ended',
  async () => {
    const world = await openWorld({ settings: { ledger: redis.ledger() } });
    const range = world.put(deletionsByMany(2));
    await dieClaiming(world, (instance) => world.trigger(range, 0, instance));
    const alive = world.openApp();
    await expect(world.trigger(range, 0, alive)).rejects.toThrow('another invocation');
    expect(world.inbox.messages()).toEqual([]);
    expect(JSON.parse(await world.trigger(range, 0, alive))).toMatchObject({ delivered: 4 });
    expect(timesTold(world, 2)).toEqual(toldOnce(2));
    // Nobody can know that it is none.
    expect(saysRepeat(world.shown('slack'))).toEqual([true, true]);
  },
);

test('what was told is remembered for as long as the rest of its range is tried', async () => {
  const settings = { ledger: { remember: '1h' }, delivery: { max_age: '7d' } };
  const world = await openWorld({ settings });
  const answer = { status: 429, body: '', headers: { 'retry-after': '1200' } };
  world.inbox.answerWith('dingtalk', { kind: 'answer', answer }, 6);
  const range = world.put(deletionsByMany(1));
  const start = world.now();
  await world.triggerUntilDone(range, { most: 50, pauseMs: 300_000 });
  expect(world.now()).toBeGreaterThan(start + 2 * HOUR_MS);
  expect(timesTold(world, 1)).toEqual(toldOnce(1));
});

redis.test('a range that comes again and ends later tells only of what is new', async () => {
  const world = await openWorld({ settings: { ledger: redis.ledger() } });
  world.inbox.answerWith('slack', { kind: 'answer', answer: { status: 503, body: '' } }, 5);
  const range = world.put([deletion({ eventId: 'event-0' })]);
  await expect(world.trigger(range)).rejects.toThrow('1 of 2 deliveries');
  const { end } = world.put([deletion({ eventId: 'event-1' })]);

  const again = await world.trigger({ begin: range.begin, end }, 0, world.openApp());
  expect(JSON.parse(again)).toMatchObject({ matches: 2, owed: 3, delivered: 3 });
  expect(timesTold(world, 2)).toEqual(toldOnce(2));
});

redis.test(
  'only what may be a repeat says so: what came since is told in a message of its own',
  async () => {
    const world = await openWorld({ settings: { ledger: redis.ledger() } });
    const range = world.put([deletion({ eventId: 'event-0' })]);
    await dieClaiming(world, (instance) => world.trigger(range, 0, instance));
    const { end } = world.put([deletion({ eventId: 'event-1' })]);
    await world.sleep(62_000);
    await world.trigger({ begin: range.begin, end }, 0, world.openApp());
    const marks = world
      .shown('slack')
      .map((text) => [/event-\d/.exec(text)?.[0], text.includes(MARK)]);
    expect(marks).toEqual([
      ['event-1', false],
      ['event-0', true],
    ]);
  },
);

redis.test('a channel that is dead for all instances is told of once', async () => {
  const world = await openWorld({ settings: { ledger: redis.ledger() } });
  const answer = { status: 403, body: 'invalid_token' };
  world.inbox.answerWith('slack', { kind: 'answer', answer }, 9);
  const ranges = deletionsByMany(4).map((record) => world.put([record]));
  await Promise.all(ranges.map((range) => world.trigger(range, 0, world.openApp(together))));
  expect(world.journaled('notice')).toMatchObject([{ channel: 'dingtalk' }]);
  expect(world.shown('dingtalk')).toHaveLength(4 + 1);
});

redis.test('failure mode 26: two instances that see one threshold window ring once', async () => {
  const rules = rulesOf(deletedRule, manyDeleted(4));
  const world = await openWorld({ settings: { ledger: redis.ledger() } }, rules);
  const half = (from: number) =>
    deletionsByMany(10).flatMap((record, user) =>
      [from, from + 1].map((at) => ({ ...record, eventId: `event-${user}-${at}` })),
    );
  const ranges = [world.put(half(0), 0), world.put(half(2), 1)];
  const deliver = () =>
    Promise.all(ranges.map((range, shard) => world.trigger(range, shard, world.openApp(together))));
  await deliver();
  expect(world.journaled('alert').map(({ rule, count }) => [rule, count])).toEqual(
    Array.from({ length: 10 }, () => [MANY, 4]),
  );
  await deliver();
  expect(world.journaled('alert')).toHaveLength(10);
  expect(world.inbox.messages()).toHaveLength(20);
});

async function startProcess(world: World) {
  const instance = await startInstance(world);
  onTestFinished(() => instance.kill());
  return instance;
}

function saysRepeat(texts: readonly string[]): readonly boolean[] {
  return texts.map((text) => text.includes(MARK));
}

type Range = ReturnType<World['put']>;

/** From the beginning of one to the end of another. */
function join(first: Range | undefined, last: Range | undefined): Range {
  return { begin: first?.begin ?? '', end: last?.end ?? '' };
}
