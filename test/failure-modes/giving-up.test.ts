import { expect, test } from 'vitest';
import { BatchIncompleteError } from '../../src/app.ts';
import { LogServiceError } from '../../src/logs/log-service-error.ts';
import { deletion, deletionsByMany } from '../support/audit-event.ts';
import { dieClaiming } from '../support/hung-instance.ts';
import { madeUpFetch } from '../support/made-up-fetch.ts';
import { openWorld } from '../support/open-world.ts';
import { timesTold, toldOnce } from '../support/told.ts';
import { useRedis } from '../support/use-redis.ts';
import { contextOf, LETTERS } from '../support/world.ts';

const redis = useRedis();

const HOUR_MS = 60 * 60 * 1000;

/** A logstore can fail, which the file that tests write to does not. */
const inLogstore = { dead_letters: { logstore: LETTERS } };

const failing = { kind: 'answer', answer: { status: 503, body: 'busy' } } as const;
const throttled = { kind: 'answer', answer: { status: 429, body: '' } } as const;
const refusing = { kind: 'answer', answer: { status: 403, body: 'invalid_token' } } as const;

const poison = '{"eventName":';

/** What Log Service answers to requests for a range that it does not hold any more. */
const gone = (errorCode: string) => ({ kind: 'error', status: 400, errorCode }) as const;

test('what a channel did not take after so many tries is a dead letter, and the shard goes on', async () => {
  const world = await openWorld({ settings: { delivery: { attempts: 3 } } });
  world.inbox.answerWith('slack', throttled, 15);
  const range = world.put(deletionsByMany(2));
  const { calls, summary } = await world.triggerUntilDone(range);
  expect(calls).toBe(3);
  expect(summary).toMatchObject({ owed: 2, deadLetters: 2, retried: 0 });
  expect(await world.letters()).toMatchObject([
    { kind: 'alert', channel: 'slack', attempts: 3, alert: { mayRepeat: false } },
    { kind: 'alert', channel: 'slack', attempts: 3, alert: { mayRepeat: false } },
  ]);
  expect(timesTold(world, 2)).toEqual({ dingtalk: [1, 1], slack: [0, 0] });
  const next = await world.deliver([deletion({ eventId: 'next' })]);
  expect(next).toMatchObject({ delivered: 2, deadLetters: 0 });
});

test('what may have arrived is a dead letter that says so', async () => {
  const world = await openWorld({ settings: { delivery: { attempts: 1 } } });
  world.inbox.answerWith('slack', failing, 5);
  expect(await world.deliver([deletion()])).toMatchObject({ deadLetters: 1 });
  expect(await world.letters()).toMatchObject([{ kind: 'alert', alert: { mayRepeat: true } }]);
});

test('where the ledger is in memory a range is also given up for its age', async () => {
  const world = await openWorld({ settings: { delivery: { max_age: '1h' } } });
  world.inbox.answerWith('slack', throttled, 15);
  const range = world.put([deletion()]);
  // Each time another instance, which knows nothing of the tries before.
  for (let call = 0; call < 2; call += 1) {
    const trigger = world.trigger(range, 0, world.openApp());
    await expect(trigger).rejects.toBeInstanceOf(BatchIncompleteError);
  }
  await world.sleep(HOUR_MS);
  const last: unknown = JSON.parse(await world.trigger(range, 0, world.openApp()));
  expect(last).toMatchObject({ deadLetters: 1, retried: 0 });
  expect(await world.letters()).toMatchObject([{ kind: 'alert', channel: 'slack' }]);
});

redis.test(
  'a batch whose channel is paused for ever is given up in so many tries once it is old',
  async () => {
    const settings = { ledger: redis.ledger(), delivery: { attempts: 10, max_age: '1h' } };
    const world = await openWorld({ settings });
    const answer = { status: 429, body: '', headers: { 'retry-after': '3600' } };
    world.inbox.answerWith('dingtalk', { kind: 'answer', answer }, 1_000);
    const range = world.put(deletionsByMany(1));
    const start = world.now();
    await world.triggerUntilDone(range, { most: 20, pauseMs: 600_000 });
    expect(world.now()).toBeGreaterThan(start + HOUR_MS);
    expect(await world.letters()).toMatchObject([
      { kind: 'alert', channel: 'dingtalk', attempts: 10 },
    ]);
    expect(timesTold(world, 1).slack).toEqual([1]);
  },
);

redis.test(
  'a range that no try survives is skipped unread in the end, and the shard goes on',
  async () => {
    const settings = { ledger: redis.ledger(), delivery: { attempts: 2 } };
    const world = await openWorld({ settings });
    const range = world.put(deletionsByMany(1));
    for (let call = 1; call <= 4; call += 1) {
      await dieClaiming(world, (instance) => world.trigger(range, 0, instance));
      await world.sleep(62_000);
    }
    expect(JSON.parse(await world.trigger(range))).toMatchObject({ records: 0, alerts: 0 });
    const [letter, ...others] = await world.letters();
    if (letter === undefined) throw new Error('there is no letter');
    expect(letter).toMatchObject({ kind: 'range', beginCursor: range.begin, endCursor: range.end });
    expect(others).toEqual([]);
    expect(await world.deliver([deletion()])).toMatchObject({ delivered: 2 });
    await world.app.redrive(letter, contextOf());
    expect(timesTold(world, 1)).toEqual(toldOnce(1));
  },
);

test('what of a range never comes is a dead letter', async () => {
  const world = await openWorld();
  // Log Service goes on answering with the cursor that it is asked for.
  const { begin: endCursor, end: beginCursor } = world.put(deletionsByMany(1));
  await world.trigger({ begin: beginCursor, end: endCursor });
  expect(world.journaled('short-range')).toMatchObject([{ cursor: beginCursor, endCursor }]);
  expect(await world.letters()).toMatchObject([{ kind: 'range', beginCursor, endCursor }]);
});

test.each(['InvalidCursor', 'ShardNotExist'])(
  'a range that Log Service has dropped (%s) is a dead letter at once',
  async (errorCode) => {
    const world = await openWorld();
    const range = world.put([deletion()]);
    world.logService.fail(gone(errorCode), { on: 'PullLogs' });
    expect(JSON.parse(await world.trigger(range))).toMatchObject({ records: 0, alerts: 0 });
    expect(await world.letters()).toMatchObject([
      { kind: 'range', shard: 0, beginCursor: range.begin, endCursor: range.end, attempts: 1 },
    ]);
    expect(world.journaled('range-given-up')).toHaveLength(1);
  },
);

test('what was found before the rest of a range was dropped is told', async () => {
  const world = await openWorld();
  const range = world.put(deletionsByMany(4));
  world.logService.fail(gone('InvalidCursor'), { on: 'PullLogs', skip: 1 });
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ alerts: 3, delivered: 6 });
  const [letter] = await world.letters();
  expect(letter).toMatchObject({ kind: 'range', endCursor: range.end });
  expect(letter).not.toMatchObject({ beginCursor: range.begin });
});

test('a page that stays damaged is a dead letter after so many tries, and what follows it is told', async () => {
  const world = await openWorld({
    settings: { delivery: { attempts: 3 } },
    timeout: 10,
    chance: 1,
  });
  const range = world.put(deletionsByMany(4));
  world.logService.fail({ kind: 'garble' }, { on: 'PullLogs', times: 10_000 });
  const { calls } = await world.triggerUntilDone(range);
  expect(calls).toBe(3);
  expect(await world.letters()).toMatchObject([{ kind: 'range', attempts: 3 }]);
});

test('a range that gets on with each try is not given up, however many it takes', async () => {
  const settings = { delivery: { attempts: 2 } };
  const world = await openWorld({ settings, timeout: 5, chance: 1 });
  const range = world.put(deletionsByMany(18));
  for (let page = 0; page < 6; page += 1) {
    const fault = { kind: 'error', status: 403, errorCode: 'ReadQuotaExceed' } as const;
    world.logService.fail(fault, { on: 'PullLogs', times: 4, skip: 1 });
  }
  const { calls } = await world.triggerUntilDone(range);
  expect(calls).toBeGreaterThan(2);
  expect(await world.letters()).toEqual([]);
  expect(new Set(timesTold(world, 18).slack)).toEqual(new Set([1]));
});

test('a channel that takes nothing costs another one no page of a long range', async () => {
  const world = await openWorld({ timeout: 5, chance: 1, settings: { delivery: { attempts: 3 } } });
  world.inbox.answerWith('dingtalk', throttled, 1_000);
  const range = world.put(deletionsByMany(9));
  // In each try a page comes, and then no other one.
  for (let call = 0; call < 6; call += 1) {
    const fault = { kind: 'error', status: 403, errorCode: 'ReadQuotaExceed' } as const;
    world.logService.fail(fault, { on: 'PullLogs', times: 4, skip: 1 });
    await expect(world.trigger(range)).rejects.toBeInstanceOf(LogServiceError);
  }
  await expect(world.trigger(range)).rejects.toThrow('3 of 6 deliveries');
  expect(timesTold(world, 9).slack).toEqual(toldOnce(9).slack);
  const letters = await world.letters();
  expect(letters.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => 'alert'));
});

test('a batch of which each try tells some is not given up', async () => {
  const settings = { delivery: { attempts: 3 } };
  const world = await openWorld({ settings });
  let left = 0;
  const instance = world.openApp({
    fetch: madeUpFetch(({ pathname }) => {
      if (pathname === '/robot/send') return { status: 200, body: '{"errcode":0}' };
      left -= 1;
      return left < 0 ? { status: 429, body: '' } : { status: 200, body: 'ok' };
    }),
  });
  const range = world.put(deletionsByMany(10));
  for (let call = 1; call < 5; call += 1) {
    left = 2;
    await expect(world.trigger(range, 0, instance)).rejects.toBeInstanceOf(BatchIncompleteError);
  }
  left = 2;
  expect(JSON.parse(await world.trigger(range, 0, instance))).toMatchObject({ delivered: 2 });
  expect(await world.letters()).toEqual([]);
});

test('where dead letters cannot be written the batch comes again, and nothing is told twice', async () => {
  const world = await openWorld({ settings: inLogstore });
  world.logService.fail(gone('LogStoreNotExist'), { on: 'PutLogs' });
  world.inbox.answerWith('slack', refusing, 2);
  const range = world.put([deletion()]);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(LogServiceError);
  expect(world.journaled('not-written')).toMatchObject([{ what: 'dead-letters', lost: false }]);
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ owed: 1, deadLetters: 1 });
  expect(await world.letters()).toMatchObject([{ kind: 'alert', channel: 'slack', attempts: 2 }]);
  expect(timesTold(world, 1).dingtalk).toEqual([0]);
  expect(world.shown('dingtalk').filter((text) => text.includes('epsrv-example1'))).toHaveLength(1);
});

test('a dead letter that two instances write has one id', async () => {
  const world = await openWorld();
  world.inbox.answerWith('slack', refusing, 2);
  const range = world.put([deletion()]);
  await world.trigger(range);
  await world.trigger(range, 0, world.openApp());
  const letters = await world.letters();
  expect(letters).toHaveLength(2);
  expect(new Set(letters.map(({ id }) => id)).size).toBe(1);
});

test('on the last try the journal has to do where dead letters cannot be written, and says so', async () => {
  const world = await openWorld({ settings: { ...inLogstore, delivery: { attempts: 2 } } });
  world.logService.fail(gone('LogStoreNotExist'), { on: 'PutLogs', times: 10 });
  const range = world.put([poison, deletion()]);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(LogServiceError);
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ records: 2, malformed: 1 });
  expect(world.journaled('not-written')).toMatchObject([{ lost: false }, { lost: true }]);
});

test('a store of dead letters that fails keeps no other record from being told', async () => {
  const world = await openWorld({ settings: inLogstore });
  world.logService.fail(gone('LogStoreNotExist'), { on: 'PutLogs', times: 10 });
  const [, ...behind] = deletionsByMany(7);
  const range = world.put([poison, ...behind]);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(LogServiceError);
  expect(timesTold(world, 7).slack.slice(1)).toEqual([1, 1, 1, 1, 1, 1]);
});

test('a store of dead letters that is throttled keeps no alert until the function is stopped', async () => {
  const world = await openWorld({ settings: inLogstore, chance: 1 });
  world.logService.fail(
    { kind: 'error', status: 403, errorCode: 'WriteQuotaExceed' },
    { on: 'PutLogs', times: 1_000 },
  );
  const range = world.put([poison, ...deletionsByMany(1)]);
  const start = world.now();
  await expect(world.trigger(range)).rejects.toBeInstanceOf(LogServiceError);
  expect(world.inbox.messages()).toHaveLength(2);
  for (const { receivedAt } of world.inbox.messages()) {
    expect(receivedAt).toBeLessThan(start + 58_000);
  }
});

test('dead letters stand in a logstore, and in no other', async () => {
  const world = await openWorld({ settings: inLogstore });
  await world.deliver([poison]);
  const [log, ...others] = await world.logs(LETTERS);
  expect(others).toEqual([]);
  expect(log?.text('kind')).toBe('record');
  expect(await world.letters()).toMatchObject([{ kind: 'record', attempts: 1 }]);
});
