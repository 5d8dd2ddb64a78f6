import { expect, test } from 'vitest';
import { type App, BatchIncompleteError } from '../../src/app.ts';
import { LogServiceError } from '../../src/logs/log-service-error.ts';
import type { DeadLetter } from '../../src/model/dead-letter.ts';
import { deletion, deletionsByMany } from '../support/audit-event.ts';
import { dieClaiming } from '../support/hung-instance.ts';
import { openWorld } from '../support/open-world.ts';
import { MARK, timesTold, toldOnce } from '../support/told.ts';
import { useRedis } from '../support/use-redis.ts';
import { interceptVendors, says, times, vendorEnv } from '../support/vendors.ts';
import { contextOf, type World } from '../support/world.ts';

const redis = useRedis();
const vendors = interceptVendors();

const refused = { kind: 'answer', answer: { status: 403, body: 'invalid_token' } } as const;
const failed = { kind: 'answer', answer: { status: 503, body: '' } } as const;

const poison = 'DeleteVpcEndpointService';

async function onlyLetter(world: World): Promise<DeadLetter> {
  const [letter, ...others] = await world.letters();
  if (letter === undefined || others.length > 0) throw new Error('there is not one letter');
  return letter;
}

const redrive = (app: App, letter: DeadLetter) => app.redrive(letter, contextOf());

redis.test('an alert that is tried again goes to the channel that refused it, once', async () => {
  const world = await openWorld({ settings: { ledger: redis.ledger() } });
  world.inbox.answerWith('slack', refused);
  await world.deliver([deletion({ eventId: 'event-0' })]);
  const letter = await onlyLetter(world);
  expect(await redrive(world.openApp(), letter)).toEqual({ kind: 'settled' });
  expect(timesTold(world, 1).slack).toEqual([1]);
  expect(world.shown('slack')[0]).not.toContain(MARK);
  expect(await redrive(world.openApp(), letter)).toEqual({ kind: 'settled' });
  expect(timesTold(world, 1).slack).toEqual([1]);
  expect(world.shown('dingtalk').filter((text) => text.includes('event-0'))).toHaveLength(1);
});

test('an alert that is refused again stays a dead letter, which is not written twice', async () => {
  const world = await openWorld();
  world.inbox.answerWith('slack', refused, 2);
  await world.deliver([deletion()]);
  const letter = await onlyLetter(world);
  expect(await redrive(world.app, letter)).toMatchObject({
    kind: 'failed',
    reason: 'invalid_token: the webhook was revoked',
  });
  expect(await world.letters()).toHaveLength(1);
  expect(await redrive(world.app, letter)).toEqual({ kind: 'settled' });
});

test('an alert that may have arrived says so when it is tried again', async () => {
  const world = await openWorld({ settings: { delivery: { attempts: 1 } } });
  world.inbox.answerWith('slack', failed, 5);
  await world.deliver([deletion()]);
  expect(await redrive(world.openApp(), await onlyLetter(world))).toEqual({ kind: 'settled' });
  expect(world.shown('slack')).toEqual([expect.stringContaining(MARK)]);
});

test('an alert that was refused after a silence may have arrived, and says so when it is tried again', async () => {
  const world = await openWorld({ env: vendorEnv });
  vendors.answerWith('slack', () => undefined, says(403, 'invalid_token'));
  await world.deliver([deletion()]);
  const letter = await onlyLetter(world);
  expect(letter).toMatchObject({ kind: 'alert', alert: { mayRepeat: true } });
  expect(await redrive(world.app, letter)).toEqual({ kind: 'settled' });
  expect(vendors.shown('slack')).toEqual([expect.stringContaining(MARK)]);
});

test('a silence while an alert is tried again is remembered by the next time', async () => {
  const world = await openWorld({ env: vendorEnv });
  vendors.answerWith('slack', says(403, 'invalid_token'), ...times(2, () => undefined));
  await world.deliver([deletion()]);
  const first = await onlyLetter(world);
  expect(first).toMatchObject({ kind: 'alert', alert: { mayRepeat: false } });
  expect(await redrive(world.app, first)).toMatchObject({ kind: 'failed' });
  const again = (await world.letters()).at(-1) ?? first;
  expect(again).toMatchObject({ id: first.id, alert: { mayRepeat: true } });
  expect(await redrive(world.openApp(), again)).toEqual({ kind: 'settled' });
  expect(vendors.shown('slack')).toEqual([expect.stringContaining(MARK)]);
});

test('an alert whose channel throws while it is tried again stays a dead letter', async () => {
  const world = await openWorld();
  world.inbox.answerWith('slack', refused);
  await world.deliver([deletion()]);
  world.inbox.answerWith('slack', failed);
  const broken = world.openApp({
    async sleep() {
      throw new TypeError('a mistake of ours');
    },
  });
  expect(await redrive(broken, await onlyLetter(world))).toMatchObject({ kind: 'failed' });
});

test('an alert for a channel that is gone stays a dead letter', async () => {
  const world = await openWorld();
  world.inbox.answerWith('slack', refused);
  await world.deliver([deletion()]);
  const { dingtalk } = world.config.channels;
  const changed = world.openApp({ settings: { channels: { dingtalk } } });
  expect(await redrive(changed, await onlyLetter(world))).toMatchObject({ kind: 'failed' });
  expect(world.shown('slack')).toEqual([]);
});

test('a range that is tried again is read, matched and told', async () => {
  const world = await openWorld();
  const range = world.put(deletionsByMany(5));
  const gone = { kind: 'error', status: 400, errorCode: 'InvalidCursor' } as const;
  world.logService.fail(gone, { on: 'PullLogs', skip: 1, times: 2 });
  await world.trigger(range);
  const letter = await onlyLetter(world);
  expect(await redrive(world.app, letter)).toMatchObject({ kind: 'failed' });
  expect(await world.letters()).toHaveLength(1);
  expect(await redrive(world.app, letter)).toEqual({ kind: 'settled' });
  expect(timesTold(world, 5)).toEqual(toldOnce(5));
});

test('a record that still cannot be read stays a dead letter', async () => {
  const world = await openWorld();
  await world.deliver([...deletionsByMany(1), poison]);
  expect(await redrive(world.app, await onlyLetter(world))).toEqual({
    kind: 'failed',
    reason: 'not-json',
  });
  expect(await world.letters()).toHaveLength(1);
  expect(timesTold(world, 1)).toEqual(toldOnce(1));
});

test('a record that can be read by now is told, and its neighbours are not told again', async () => {
  const world = await openWorld();
  const [first, second] = deletionsByMany(2).map((record) => world.put([record]));
  if (first === undefined || second === undefined) throw new Error('nothing was put');
  await world.trigger(second);
  const letter = unread({ begin: first.begin, end: second.end }, 0);
  expect(await redrive(world.openApp(), letter)).toEqual({ kind: 'settled' });
  expect(timesTold(world, 2)).toEqual(toldOnce(2));
});

test('a record that is tried again does not move on the range that it stands in', async () => {
  const world = await openWorld();
  const range = world.put(deletionsByMany(4));
  world.inbox.answerWith('slack', failed, 5);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(BatchIncompleteError);
  // The page was longer then, and by now its end cannot be read.
  const forbidden = { kind: 'error', status: 403, errorCode: 'Unauthorized' } as const;
  world.logService.fail(forbidden, { on: 'PullLogs', skip: 1 });
  await expect(redrive(world.app, unread(range, 1))).rejects.toBeInstanceOf(LogServiceError);
  await world.trigger(range);
  expect(world.journaled('resumed')).toEqual([]);
  expect(timesTold(world, 4)).toEqual(toldOnce(4));
});

redis.test('what another instance is telling of right now is left to it', async () => {
  const world = await openWorld({ settings: { ledger: redis.ledger() } });
  world.inbox.answerWith('slack', refused);
  await world.deliver([deletion()]);
  const letter = await onlyLetter(world);
  await dieClaiming(world, (instance) => redrive(instance, letter));
  expect(await redrive(world.openApp(), letter)).toMatchObject({ kind: 'failed' });
  expect(world.shown('slack')).toEqual([]);
  // The sender has died: once its lease has ended it may be tried again, and may be a repeat.
  await world.sleep(62_000);
  expect(await redrive(world.openApp(), letter)).toEqual({ kind: 'settled' });
  expect(world.shown('slack')).toEqual([expect.stringContaining(MARK)]);
});

/** What an older release would have written, which could not read a record of this page. */
function unread({ begin, end }: ReturnType<World['put']>, index: number): DeadLetter {
  return {
    kind: 'record',
    id: 'an-id',
    time: new Date(),
    reason: 'not-json',
    attempts: 1,
    origin: { logstore: 'actiontrail_example', shard: 0, cursor: begin, index },
    endCursor: end,
    excerpt: '',
  };
}
