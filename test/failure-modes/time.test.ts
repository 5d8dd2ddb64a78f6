import { expect, test } from 'vitest';
import { BatchIncompleteError } from '../../src/app.ts';
import { nodeFetch } from '../../src/channels/node-fetch.ts';
import { startVendor } from '../channels/vendor.ts';
import { deletion, deletionsByMany } from '../support/audit-event.ts';
import { blackHole } from '../support/black-hole.ts';
import { openWorld } from '../support/open-world.ts';
import { MARK, timesTold, toldOnce } from '../support/told.ts';

const throttled = { kind: 'error', status: 403, errorCode: 'ReadQuotaExceed' } as const;

const SLACK_PATH = '/services/T0/B0/x';

const slackAt = (origin: string) => ({ type: 'slack', webhook: origin + SLACK_PATH });

test('failure mode 11: webhooks that hang, drip or cannot be reached cost another channel nothing', async () => {
  const hangs = await startVendor(() => {});
  const drips = await startVendor((response) => {
    const timer = setInterval(() => response.write('o'), 50);
    response.on('close', () => clearInterval(timer)).writeHead(200);
  });
  const channels = {
    hangs: slackAt(hangs.origin),
    drips: slackAt(drips.origin),
    swallows: slackAt(await blackHole()),
    slack: { type: 'slack', webhook: '${SLACK_WEBHOOK}' },
  };
  // The only wait for real time: a request that hangs is bounded by nothing else.
  const world = await openWorld({ settings: { channels }, timeout: 3 });
  const range = world.put([deletion()]);
  await expect(world.trigger(range)).rejects.toThrow('3 of 4 deliveries');
  expect(world.shown('slack')).toHaveLength(1);
  const left = new Set(world.journaled('retry').map(({ channel }) => channel));
  expect(left).toEqual(new Set(['hangs', 'drips', 'swallows']));

  // Mended, they are told, and the other one is not told again.
  const mended = Object.fromEntries(Object.keys(channels).map((name) => [name, channels.slack]));
  const instance = world.openApp({ settings: { channels: mended } });
  await world.trigger(range, 0, instance);
  expect(world.shown('slack')).toHaveLength(1 + 4);
});

test('failure mode 11: a certificate that has expired is a failure like any other', async () => {
  const world = await openWorld();
  const range = world.put([deletion()]);
  const instance = world.openApp({
    async fetch() {
      throw Object.assign(new Error('certificate has expired'), { code: 'CERT_HAS_EXPIRED' });
    },
  });
  await expect(world.trigger(range, 0, instance)).rejects.toThrow('2 of 2 deliveries');
  expect(JSON.stringify(world.journaled('retry'))).toContain('could not connect');
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ delivered: 2 });
  expect(world.shown('slack')[0]).not.toContain(MARK);
});

test('failure mode 19: near its time-out the function stops sending, and the next call tells the rest', async () => {
  const world = await openWorld({ timeout: 5 });
  const records = deletionsByMany(8);
  const range = world.put(records);
  const start = world.now();
  const slow = world.openApp({
    // Each message takes a second.
    fetch: async (url, request) => {
      await world.sleep(1_000);
      return nodeFetch(url, request);
    },
    settings: { channels: { slack: world.config.channels.slack } },
  });
  await expect(world.trigger(range, 0, slow)).rejects.toBeInstanceOf(BatchIncompleteError);
  const told = world.shown('slack').length;
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThan(8);
  expect(world.now()).toBeLessThan(start + 5_000);

  await world.triggerUntilDone(range, { instance: slow });
  expect(timesTold(world, 8).slack).toEqual(toldOnce(8).slack);
  expect(world.shown('slack').join()).not.toContain(MARK);
  expect(await world.letters()).toEqual([]);
});

test('failure mode 19: a range that takes longer to read than the function may run goes on where it stood', async () => {
  const world = await openWorld({ timeout: 5, chance: 1 });
  const range = world.put(deletionsByMany(30));
  for (let page = 0; page < 10; page += 1) {
    world.logService.fail(throttled, { on: 'PullLogs', times: 3, skip: 1 });
  }
  const { calls } = await world.triggerUntilDone(range);
  expect(calls).toBeGreaterThan(1);
  expect(world.journaled('resumed').length).toBeGreaterThan(0);
  expect(timesTold(world, 30)).toEqual(toldOnce(30));
  expect(world.shown('slack').join()).not.toContain(MARK);
  expect(await world.letters()).toEqual([]);
});

test('failure mode 19: a function that never has the time to read a page gives its range up, and goes on', async () => {
  const world = await openWorld({ timeout: 1 });
  const range = world.put([deletion()]);
  const { calls } = await world.triggerUntilDone(range);
  expect(calls).toBe(10);
  expect(await world.letters()).toMatchObject([
    { kind: 'range', shard: 0, beginCursor: range.begin, endCursor: range.end, attempts: 10 },
  ]);
});
