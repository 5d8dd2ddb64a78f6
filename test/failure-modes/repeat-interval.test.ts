import { expect, test } from 'vitest';
import { BatchIncompleteError } from '../../src/app.ts';
import { deletion } from '../support/audit-event.ts';
import { openWorld } from '../support/open-world.ts';
import { DELETED, deletedRule, ruleOf, rulesOf } from '../support/rules.ts';
import { timesTold } from '../support/told.ts';
import { useRedis } from '../support/use-redis.ts';
import type { World } from '../support/world.ts';

const redis = useRedis();

const HOUR_MS = 60 * 60 * 1000;
const settings = { route: { repeat_interval: '1h' } };

const throttled = { kind: 'answer', answer: { status: 429, body: '' } } as const;
const archived = { kind: 'answer', answer: { status: 410, body: 'channel_is_archived' } } as const;
const unknownRobot = {
  kind: 'answer',
  answer: { status: 200, body: { errcode: 300005, errmsg: 'token is not exist' } },
} as const;

const event = (at: number) => deletion({ eventId: `event-${at}` });

/** What the messages of a channel say about repeats. */
function repeatsIn({ shown }: World): readonly (string | undefined)[] {
  return shown('slack').map((text) => /(\d+) more like this/.exec(text)?.[0]);
}

test('each route keeps intervals of its own', async () => {
  const route = {
    channels: ['slack'],
    routes: [
      { match: { region: 'ap-south-1' }, repeat_interval: '30d' },
      { match: { region: 'cn-hangzhou' }, repeat_interval: '5m' },
    ],
  };
  const world = await openWorld({ settings: { route } });
  await world.deliver([deletion({ eventId: 'sandbox', acsRegion: 'ap-south-1' })]);
  await world.sleep(3_600_000);
  const event = deletion({ eventId: 'production', acsRegion: 'cn-hangzhou' });
  expect(await world.deliver([event])).toMatchObject({ delivered: 1, suppressed: 0 });
});

test('within an interval repeats are counted, and the next message says how many there were', async () => {
  const world = await openWorld({ settings });
  expect(await world.deliver([event(0)])).toMatchObject({ delivered: 2, suppressed: 0 });
  expect(await world.deliver([event(1), event(2)])).toMatchObject({ owed: 2, suppressed: 2 });
  expect(await world.deliver([event(3)])).toMatchObject({ owed: 2, suppressed: 2 });
  await world.sleep(HOUR_MS);
  expect(await world.deliver([event(4)])).toMatchObject({ delivered: 2, suppressed: 0 });
  expect(repeatsIn(world)).toEqual([undefined, '3 more like this']);
});

test('the event that opened an interval is not kept back by it when it is delivered again', async () => {
  const world = await openWorld({ settings });
  world.inbox.answerWith('slack', throttled, 5);
  const range = world.put([event(0)]);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(BatchIncompleteError);
  const { end } = world.put([event(1)]);
  const again: unknown = JSON.parse(await world.trigger({ begin: range.begin, end }));
  expect(again).toMatchObject({ owed: 3, delivered: 1, suppressed: 2 });
  expect(timesTold(world, 2)).toEqual({ dingtalk: [1, 0], slack: [1, 0] });
});

redis.test(
  'an event that was kept back stays so when it is delivered again, and counts once',
  async () => {
    const world = await openWorld({ settings: { ...settings, ledger: redis.ledger() } });
    await world.deliver([event(0)]);
    const range = world.put([event(1)]);
    await world.trigger(range);
    await world.sleep(HOUR_MS);
    const again: unknown = JSON.parse(await world.trigger(range, 0, world.openApp()));
    expect(again).toMatchObject({ repeated: 1, alerts: 0 });
    await world.deliver([event(2)]);
    expect(repeatsIn(world)).toEqual([undefined, '1 more like this']);
  },
);

redis.test('instances with one ledger keep one interval', async () => {
  const world = await openWorld({ settings: { ...settings, ledger: redis.ledger() } });
  await world.trigger(world.put([event(0)]));
  const second: unknown = JSON.parse(
    await world.trigger(world.put([event(1)], 1), 1, world.openApp()),
  );
  expect(second).toMatchObject({ suppressed: 2 });
});

test('other people, and other rules, have intervals of their own', async () => {
  const other = '00000000-0000-4000-8000-0000000000aa';
  const rules = rulesOf(deletedRule, ruleOf(other, 'Other'));
  const changes = { rules: { [other]: { repeat_interval: '10m' } } };
  const world = await openWorld({ settings: { ...settings, ...changes } }, rules);
  await world.deliver([event(0)]);
  const bob = { userIdentity: { type: 'ram-user', userName: 'bob' } };
  expect(await world.deliver([{ ...event(1), ...bob }])).toMatchObject({ delivered: 4 });
  await world.sleep(HOUR_MS / 2);
  await world.deliver([event(2)]);
  const rings = world.journaled('alert').at(-1);
  expect(rings).toMatchObject({ rule: other, channels: { dingtalk: 'delivered' } });
  expect(world.journaled('alert').at(-2)).toMatchObject({
    rule: DELETED,
    channels: { dingtalk: 'suppressed' },
  });
});

test('who was denied once cannot succeed unseen for the rest of the interval', async () => {
  const world = await openWorld({ settings });
  await world.deliver([{ ...event(0), errorCode: 'NoPermission' }]);
  expect(await world.deliver([event(1)])).toMatchObject({ delivered: 2, suppressed: 0 });
});

test('an alert that every channel refused opens no interval', async () => {
  const world = await openWorld({ settings });
  world.inbox.answerWith('slack', archived);
  world.inbox.answerWith('dingtalk', unknownRobot);
  expect(await world.deliver([event(0)])).toMatchObject({ deadLetters: 2 });
  expect(await world.deliver([event(1)])).toMatchObject({ delivered: 2, suppressed: 0 });
});

test('an alert that one channel refused and another was never told opens no interval', async () => {
  const world = await openWorld({ settings: { ...settings, delivery: { attempts: 2 } } });
  world.inbox.answerWith('slack', archived);
  world.inbox.answerWith('dingtalk', throttled, 15);
  const { calls } = await world.triggerUntilDone(world.put([event(0)]));
  expect(calls).toBe(2);
  expect(await world.letters()).toHaveLength(2);
  expect(timesTold(world, 1)).toEqual({ dingtalk: [0], slack: [0] });
  expect(await world.deliver([event(1)])).toMatchObject({ delivered: 2, suppressed: 0 });
});

test('an alert that one channel was told keeps its interval, whoever refused it', async () => {
  const world = await openWorld({ settings });
  world.inbox.answerWith('slack', archived);
  expect(await world.deliver([event(0)])).toMatchObject({ delivered: 1, deadLetters: 1 });
  expect(await world.deliver([event(1)])).toMatchObject({ suppressed: 2 });
});

test('what rang on one channel rings on the other, whatever opened an interval since', async () => {
  const world = await openWorld({ settings: { route: { repeat_interval: '2m' } } });
  const answer = { ...throttled.answer, headers: { 'retry-after': '200' } };
  world.inbox.answerWith('slack', { kind: 'answer', answer });
  const [first, second] = [world.put([event(0)]), world.put([event(1)], 1)];
  await expect(world.trigger(first)).rejects.toBeInstanceOf(BatchIncompleteError);
  await world.sleep(130_000);
  await expect(world.trigger(second, 1)).rejects.toBeInstanceOf(BatchIncompleteError);
  await world.sleep(71_000);
  await world.trigger(first);
  await world.trigger(second, 1);
  expect(timesTold(world, 2)).toEqual({ dingtalk: [1, 1], slack: [1, 1] });
});
