import { expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import type { DeadLetter } from '../../src/model/dead-letter.ts';
import { deletion, deletionsByMany } from '../support/audit-event.ts';
import { dieClaiming } from '../support/hung-instance.ts';
import { openWorld } from '../support/open-world.ts';
import { MARK, timesTold, toldOnce } from '../support/told.ts';
import { useRedis } from '../support/use-redis.ts';
import { contextOf, type World } from '../support/world.ts';

const redis = useRedis();

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
  // As an older release would have written it, which could not read the first one.
  const letter: DeadLetter = {
    kind: 'record',
    id: 'an-id',
    time: new Date(world.now()),
    reason: 'not-json',
    attempts: 1,
    origin: { logstore: 'actiontrail_example', shard: 0, cursor: first.begin, index: 0 },
    endCursor: second.end,
    excerpt: '',
  };
  expect(await redrive(world.openApp(), letter)).toEqual({ kind: 'settled' });
  expect(timesTold(world, 2)).toEqual(toldOnce(2));
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
