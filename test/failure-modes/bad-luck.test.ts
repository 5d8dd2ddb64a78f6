import { expect, test } from 'vitest';
import { BatchIncompleteError } from '../../src/app.ts';
import type { Fetch } from '../../src/channels/channel.ts';
import { nodeFetch } from '../../src/channels/node-fetch.ts';
import { deletion, deletionsByMany } from '../support/audit-event.ts';
import { dieClaiming } from '../support/hung-instance.ts';
import { accepted, madeUpFetch } from '../support/made-up-fetch.ts';
import { openWorld } from '../support/open-world.ts';
import { deletedRule, MANY, manyDeleted, ruleOf, rulesOf } from '../support/rules.ts';
import { alertsIn, MARK, timesTold, toldOnce, wordsOf } from '../support/told.ts';
import { useRedis } from '../support/use-redis.ts';
import { interceptVendors, says, times, vendorEnv } from '../support/vendors.ts';

const redis = useRedis();
const vendors = interceptVendors();

const OTHER = '00000000-0000-4000-8000-0000000000aa';
const MINUTE_MS = 60_000;

const event = (at: number) => deletion({ eventId: `event-${at}` });

test('an event that stands twice in a page, in two pages and in two shards is told once', async () => {
  const world = await openWorld();
  await world.deliver([event(0), event(0), ...deletionsByMany(5).slice(1), event(0)]);
  await world.trigger(world.put([event(0)], 1), 1);
  expect(timesTold(world, 1)).toEqual(toldOnce(1));
});

test('a record that stands twice, on two pages, completes a correlation once', async () => {
  const world = await openWorld({}, rulesOf(deletedRule, manyDeleted(3)));
  await world.deliver([event(0), event(1), event(2), event(2)]);
  expect(world.journaled('alert')).toMatchObject([{ rule: MANY }]);
  expect([world.shown('dingtalk').length, world.shown('slack').length]).toEqual([1, 1]);
});

test('an event that two rules match is an alert of each, and each is owed on its own', async () => {
  const world = await openWorld({ env: vendorEnv }, rulesOf(deletedRule, ruleOf(OTHER, 'Other')));
  vendors.answerWith('slack', says(200, 'ok'), ...times(5, says(429)));
  const range = world.put([event(0)]);
  await expect(world.trigger(range)).rejects.toThrow('1 of 4 deliveries');
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ owed: 1, delivered: 1 });
  expect(vendors.shown('slack').map((text) => text.includes('Other'))).toEqual([false, true]);
  expect(vendors.shown('dingtalk')).toHaveLength(2);
});

test('1,500 alerts in a batch are all told', async () => {
  const world = await openWorld();
  const told: string[] = [];
  const instance = world.openApp({
    fetch: madeUpFetch((url, body) => {
      told.push(`${url.pathname} ${/event-\d+/.exec(body)?.[0]}`);
      return { status: 200, body: url.pathname === '/robot/send' ? '{"errcode":0}' : 'ok' };
    }),
  });
  const logs = deletionsByMany(1_500).map((record) => ({
    time: 2_000_000_000,
    contents: { event: JSON.stringify(record) },
  }));
  const range = world.logService.put(0, logs);
  const summary: unknown = JSON.parse(await world.trigger(range, 0, instance));
  expect(summary).toMatchObject({ alerts: 1_500, delivered: 3_000 });
  expect(new Set(told).size).toBe(3_000);
  expect(told).toHaveLength(3_000);
});

test('more alerts than a channel takes are told alone as far as it takes them, and then together', async () => {
  const settings = { channels: { dingtalk: { type: 'dingtalk', webhook: '${DINGTALK_WEBHOOK}' } } };
  const world = await openWorld({ settings, env: vendorEnv, chance: 0.5 });
  const sentAt: number[] = [];
  const told: string[] = [];
  const instance = world.openApp({
    fetch: madeUpFetch((url, body) => {
      sentAt.push(world.now());
      told.push(wordsOf(JSON.parse(body)));
      return accepted(url);
    }),
  });
  for (let batch = 0; batch < 5; batch += 1) {
    const range = world.put(deletionsByMany(70, `batch-${batch}`));
    const { summary } = await world.triggerUntilDone(range, { instance, pauseMs: 5_000 });
    expect(summary.deadLetters).toBe(0);
  }
  expect(alertsIn(told)).toBe(350);
  for (const moment of sentAt) {
    const minute = sentAt.filter((time) => time >= moment && time < moment + MINUTE_MS);
    expect(minute.length).toBeLessThanOrEqual(20);
  }
});

test('a channel that was renamed is another one: it is told, and the others are not told again', async () => {
  const world = await openWorld();
  world.inbox.answerWith('slack', { kind: 'answer', answer: { status: 429, body: '' } }, 5);
  const range = world.put([event(0)]);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(BatchIncompleteError);
  const { dingtalk, slack } = world.config.channels;
  const renamed = world.openApp({ settings: { channels: { dingtalk, 'slack-ops': slack } } });
  await world.trigger(range, 0, renamed);
  expect(timesTold(world, 1).slack).toEqual([1]);
});

test('what failed after a silence is still a possible repeat when it comes again', async () => {
  const world = await openWorld({ env: vendorEnv });
  vendors.answerWith('slack', () => undefined, ...times(4, says(429)));
  const range = world.put([event(0)]);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(BatchIncompleteError);
  vendors.answerWith('slack', ...times(5, says(429)));
  await expect(world.trigger(range)).rejects.toBeInstanceOf(BatchIncompleteError);
  await world.trigger(range);
  expect(vendors.shown('slack')).toEqual([expect.stringContaining(MARK)]);
});

test('a range that comes again shorter than it got is read from its beginning, and told once', async () => {
  const world = await openWorld();
  const range = world.put(deletionsByMany(9));
  const missing = { kind: 'error', status: 404, errorCode: 'LogStoreNotExist' } as const;
  world.logService.fail(missing, { on: 'PullLogs', skip: 2 });
  await expect(world.trigger(range)).rejects.toMatchObject({ code: 'LogStoreNotExist' });
  const pages = world.logService.requests().filter(({ operation }) => operation === 'PullLogs');
  const end = pages[1]?.query['cursor'] ?? '';
  const shorter: unknown = JSON.parse(await world.trigger({ begin: range.begin, end }));
  expect(shorter).toMatchObject({ records: 3, repeated: 3, alerts: 0 });
  await world.trigger(range);
  expect(timesTold(world, 9)).toEqual(toldOnce(9));
});

test('a vendor that keeps strictly to its limits is told without event text all the same', async () => {
  const settings = { channels: { slack: { type: 'slack', webhook: '${SLACK_WEBHOOK}' } } };
  const world = await openWorld({ settings, env: vendorEnv });
  let last = 0;
  const taken: string[] = [];
  const instance = world.openApp({
    fetch: madeUpFetch((_, body) => {
      const early = world.now() - last < 1_000;
      last = world.now();
      if (early) return { status: 429, body: 'rate_limited', headers: { 'retry-after': '1' } };
      if (body.includes('epsrv-example1')) return { status: 400, body: 'invalid_blocks' };
      taken.push(body);
      return { status: 200, body: 'ok' };
    }),
  });
  const summary: unknown = JSON.parse(await world.trigger(world.put([event(0)]), 0, instance));
  expect(summary).toMatchObject({ delivered: 1 });
  expect(taken).toHaveLength(1);
});

test('a message that is refused in both its forms is a dead letter, and its channel is not called dead', async () => {
  const world = await openWorld({ env: vendorEnv });
  vendors.answerWith('slack', ...times(2, says(400, 'invalid_blocks')));
  expect(await world.deliver([event(0)])).toMatchObject({ delivered: 1, deadLetters: 1 });
  expect(world.journaled('notice')).toEqual([]);
  expect(await world.deliver([event(1)])).toMatchObject({ delivered: 2 });
});

test('a record that comes again and still cannot be read has one dead letter, however often', async () => {
  const world = await openWorld();
  const range = world.put(['null']);
  await world.trigger(range);
  await world.trigger(range);
  const ids = (await world.letters()).map(({ id }) => id);
  expect(new Set(ids).size).toBe(1);
});

test('a range that ends before it begins comes to an end', async () => {
  const world = await openWorld();
  const { begin, end } = world.put(deletionsByMany(2));
  expect(JSON.parse(await world.trigger({ begin: end, end: begin }))).toMatchObject({ alerts: 0 });
});

test.each<readonly [string, Fetch]>([
  ['a vendor always fails', madeUpFetch(() => ({ status: 500, body: 'rollup_error' }))],
  ['a firewall always cuts off', () => Promise.reject(new Error('socket hang up'))],
])('a message that %s takes no other one with it', async (_, failing) => {
  const world = await openWorld({ settings: { delivery: { attempts: 3 } } });
  const instance = world.openApp({
    fetch: (url, request) =>
      url.pathname.startsWith('/services') && request.body.includes('user-0')
        ? failing(url, request)
        : nodeFetch(url, request),
  });
  const range = world.put(deletionsByMany(3));
  await world.triggerUntilDone(range, { instance });
  expect(timesTold(world, 3).slack.slice(1)).toEqual([1, 1]);
});

redis.test(
  'a batch of which another instance holds too much to wait for comes again, and is told once it is free',
  async () => {
    const channels = { slack: { type: 'slack', webhook: '${SLACK_WEBHOOK}' } };
    const world = await openWorld({ settings: { channels, ledger: redis.ledger() } });
    const logs = Array.from({ length: 5_001 }, (_, at) => ({
      time: 2_000_000_000,
      contents: { event: JSON.stringify(event(at)) },
    }));
    const range = world.logService.put(0, logs);
    await dieClaiming(world, (instance) => world.trigger(range, 0, instance));
    await expect(world.trigger(range)).rejects.toMatchObject({ name: 'TooManyHeldError' });
    expect(world.inbox.messages()).toEqual([]);
    await world.sleep(62_000);
    expect(JSON.parse(await world.trigger(range))).toMatchObject({ alerts: 1, delivered: 1 });
  },
);
