import { expect, test } from 'vitest';
import { claimKey } from '../../src/delivery/claim-key.ts';
import { createClaims } from '../../src/ledger/claims.ts';
import { createResponses } from '../../src/ledger/responses.ts';
import type { ChatSilence } from '../../src/model/response.ts';
import { openWorld } from '../support/open-world.ts';
import { deletedRule, rulesOf } from '../support/rules.ts';
import { MARK } from '../support/told.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const dead = { kind: 'answer', answer: { status: 403, body: 'invalid_token' } } as const;
const busy = { kind: 'answer', answer: { status: 503, body: '' } } as const;

/** A world in which alice has silenced something for an hour. */
async function openSilenced(changes: Partial<ChatSilence> = {}) {
  const world = await openWorld({ shared: true }, rulesOf(deletedRule));
  const { store, now } = world;
  if (store === undefined) throw new Error('nothing is shared');
  const responses = createResponses(store.cells('responses'), { now });
  const silence: ChatSilence = {
    kind: 'silence',
    id: 'silence-example',
    subject: {
      rule: 'rule-1',
      account: '1234567890123456',
      actor: { kind: 'ram-user', name: 'carol', account: '1234567890123456' },
      failedOnly: false,
    },
    alert: 'alert-example',
    title: 'Endpoint Service Deleted',
    by: { name: 'alice', isVerified: false, address: '192.0.2.7' },
    at: now(),
    comment: 'planned work',
    endsAt: now() + HOUR_MS,
    channels: ['slack'],
    ...changes,
  };
  await responses.silence(silence);
  return { world, responses, silence };
}

const bob = { name: 'bob', isVerified: true, address: undefined };

test('a silence is told to the channels of its alert, once as it begins and once as it ends', async () => {
  const { world } = await openSilenced();
  expect(await world.sweep()).toMatchObject({ notices: 1 });
  for (let minute = 0; minute < 70; minute += 1) {
    await world.sleep(MINUTE_MS);
    await world.sweep();
  }
  const [begun = '', over = '', ...more] = world.shown('slack');
  for (const part of ['Silenced: Endpoint Service Deleted', 'alice', '192.0.2.7', 'planned work']) {
    expect(begun).toContain(part);
  }
  expect(over).toContain('No longer silenced: Endpoint Service Deleted');
  expect(more).toEqual([]);
  expect(world.shown('dingtalk')).toEqual([]);
});

test('a silence that somebody ends early is told with who that was', async () => {
  const { world, responses } = await openSilenced();
  await world.sweep();
  await world.sleep(5 * MINUTE_MS);
  await responses.end('silence-example', bob);
  expect(await world.sweep()).toMatchObject({ notices: 1 });
  expect(await world.sweep()).toMatchObject({ notices: 0 });
  expect(world.shown('slack')[1]).toContain('bob');
  await world.sleep(HOUR_MS);
  expect(await world.sweep()).toMatchObject({ notices: 0 });
});

test('a silence that was ended before anybody was told is told once, as it is', async () => {
  const { world, responses } = await openSilenced();
  await responses.end('silence-example', bob);
  expect(await world.sweep()).toMatchObject({ notices: 1 });
  expect(world.shown('slack')).toEqual([expect.stringContaining('No longer silenced')]);
});

test('each of several channels is told, but for those that are not there any more', async () => {
  const { world } = await openSilenced({ channels: ['slack', 'dingtalk', 'removed'] });
  expect(await world.sweep()).toMatchObject({ notices: 2 });
  expect(world.shown('slack')).toHaveLength(1);
  expect(world.shown('dingtalk')).toHaveLength(1);
});

test('four sweeps at once tell of a silence once', async () => {
  const { world } = await openSilenced();
  const others = Array.from({ length: 4 }, () => world.openApp());
  await Promise.all(others.map((instance) => world.sweep(instance)));
  expect(world.shown('slack')).toHaveLength(1);
});

test('a sweep that was away for hours does not tell of what is no news', async () => {
  const { world } = await openSilenced({ endsAt: Date.now() + 90 * MINUTE_MS });
  await world.sleep(HOUR_MS);
  expect(await world.sweep()).toMatchObject({ notices: 0 });
  await world.sleep(91 * MINUTE_MS);
  expect(await world.sweep()).toMatchObject({ notices: 0 });
  expect(world.shown('slack')).toEqual([]);
});

test('what a channel could not take for now is told with a later sweep', async () => {
  const { world } = await openSilenced();
  world.inbox.answerWith('slack', { kind: 'answer', answer: { status: 429, body: '' } }, 5);
  expect(await world.sweep()).toMatchObject({ notices: 0 });
  expect(await world.sweep()).toMatchObject({ notices: 1 });
});

test('a channel that takes nothing for now is tried with one of them, and costs the sweep no more', async () => {
  const { world, responses, silence } = await openSilenced();
  for (let at = 0; at < 20; at += 1) await responses.silence({ ...silence, id: `example-${at}` });
  world.inbox.answerWith('slack', { kind: 'answer', answer: { status: 429, body: '' } }, 100);
  await world.sweep();
  const sent = world.inbox.messages().filter(({ payload }) => payload !== undefined).length;
  expect(sent).toBeLessThanOrEqual(5);
});

test('a message of which nobody knows whether it was sent says that it may be a repeat', async () => {
  const { world, silence } = await openSilenced();
  const { store, now } = world;
  if (store === undefined) throw new Error('nothing is shared');
  const claims = createClaims(store.cells('claims'), { now, rememberMs: 24 * HOUR_MS });
  const key = claimKey('silence-begun', silence.id, 'slack');
  await claims.claim([key], { owner: 'one that died', until: now() + MINUTE_MS });
  expect(await world.sweep()).toMatchObject({ notices: 0 });
  await world.sleep(MINUTE_MS);
  world.inbox.answerWith('slack', { kind: 'answer', answer: { status: 429, body: '' } }, 5);
  expect(await world.sweep()).toMatchObject({ notices: 0 });
  expect(await world.sweep()).toMatchObject({ notices: 1 });
  expect(world.shown('slack')).toEqual([expect.stringContaining(MARK)]);
});

test('what a channel refuses for good is not tried again, nor what may have arrived', async () => {
  const refused = await openSilenced();
  refused.world.inbox.answerWith('slack', dead);
  expect(await refused.world.sweep()).toMatchObject({ notices: 0 });
  expect(await refused.world.sweep()).toMatchObject({ notices: 0 });
  expect(refused.world.journaled('silence-told')).toMatchObject([{ refused: expect.any(String) }]);
  const silent = await openSilenced();
  silent.world.inbox.answerWith('slack', busy, 5);
  await silent.world.sweep();
  expect(await silent.world.sweep()).toMatchObject({ notices: 0 });
});

test('what people are called stands in no log', async () => {
  const { world } = await openSilenced();
  await world.sweep();
  const lines = JSON.stringify(world.journal);
  expect(lines).toContain('silence-example');
  for (const typed of ['alice', '192.0.2.7', 'planned work']) expect(lines).not.toContain(typed);
});
