import { expect, test } from 'vitest';
import { createDueLetters } from '../../src/ledger/due-letters.ts';
import { createResponses } from '../../src/ledger/responses.ts';
import type { SweepSummary } from '../../src/model/journal.ts';
import { deletion, deletionsByMany } from '../support/audit-event.ts';
import { openWorld } from '../support/open-world.ts';
import { DELETED, deletedRule, rulesOf } from '../support/rules.ts';
import { MARK, timesTold, toldOnce } from '../support/told.ts';
import { contextOf, LETTERS, type World } from '../support/world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const dead = { kind: 'answer', answer: { status: 403, body: 'invalid_token' } } as const;
const gone = { kind: 'error', status: 400, errorCode: 'InvalidCursor' } as const;

const openShared = (settings: Readonly<Record<string, unknown>> = {}) =>
  openWorld({ shared: true, settings }, rulesOf(deletedRule));

async function sweepAfter(world: World, ms: number): Promise<SweepSummary> {
  await world.sleep(ms);
  return world.sweep();
}

/** How often a channel was sent something, taken or not. */
const asked = (world: World): number =>
  world.inbox.messages().filter(({ channel }) => channel === 'slack').length;

test('an alert that a channel refused is sent again once it is due, and settled', async () => {
  const world = await openShared();
  world.inbox.answerWith('slack', dead);
  await world.deliver([deletion({ eventId: 'event-0' })]);
  expect(await sweepAfter(world, 9 * MINUTE_MS)).toMatchObject({ letters: 0 });
  expect(timesTold(world, 1).slack).toEqual([0]);
  expect(await sweepAfter(world, MINUTE_MS)).toMatchObject({ letters: 1, settled: 1 });
  expect(timesTold(world, 1).slack).toEqual([1]);
  expect(world.shown('slack')[0]).not.toContain(MARK);
  expect(await sweepAfter(world, DAY_MS)).toMatchObject({ letters: 0 });
  expect(world.journaled('letter')).toMatchObject([{ of: 'alert', state: 'settled', tries: 1 }]);
});

test('what was settled by itself is not listed any more', async () => {
  const world = await openShared({ dead_letters: { logstore: LETTERS } });
  world.inbox.answerWith('slack', dead);
  await world.deliver([deletion()]);
  await sweepAfter(world, 10 * MINUTE_MS);
  const kinds = (await world.logs(LETTERS)).map((log) => log.text('kind'));
  expect(kinds).toEqual(expect.arrayContaining(['alert', 'settled']));
});

test('what fails again is tried after an hour, six and a day, and then left to people', async () => {
  const world = await openShared({ watch: { channel_fails_for: '0s' } });
  world.inbox.answerWith('slack', dead, 1_000);
  await world.deliver([deletion()]);
  for (const wait of [10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS]) {
    expect(await sweepAfter(world, wait - 1_000)).toMatchObject({ letters: 0 });
    expect(await sweepAfter(world, 1_000)).toMatchObject({ letters: 1, postponed: 1 });
  }
  expect(await sweepAfter(world, DAY_MS)).toMatchObject({ letters: 1, byHand: 1 });
  expect(await sweepAfter(world, DAY_MS)).toMatchObject({ letters: 0 });
  expect(world.journaled('letter').map(({ state }) => state)).toEqual([
    'postponed',
    'postponed',
    'postponed',
    'by-hand',
  ]);
  expect(await world.letters()).toHaveLength(1);
});

test('of a channel that is dead one letter is tried at a time, and each has its turn', async () => {
  const world = await openShared({ watch: { channel_fails_for: '0s' } });
  world.inbox.answerWith('slack', dead, 1_000);
  await world.deliver(deletionsByMany(5));
  const before = asked(world);
  for (let turn = 1; turn <= 5; turn += 1) {
    expect(await sweepAfter(world, 10 * MINUTE_MS)).toMatchObject({ letters: 1, postponed: 1 });
    expect(asked(world)).toBe(before + turn);
    expect(await sweepAfter(world, MINUTE_MS)).toMatchObject({ letters: 0 });
  }
  const tried = world.journaled('letter').map(({ letter }) => letter);
  expect(new Set(tried).size).toBe(5);
});

test('once the channel takes messages again all of them are told, each once', async () => {
  const world = await openShared();
  world.inbox.answerWith('slack', dead, 6);
  await world.deliver(deletionsByMany(5));
  await sweepAfter(world, 10 * MINUTE_MS);
  expect(await sweepAfter(world, 10 * MINUTE_MS)).toMatchObject({ letters: 4, settled: 4 });
  expect(await sweepAfter(world, HOUR_MS)).toMatchObject({ letters: 1, settled: 1 });
  expect(timesTold(world, 5)).toEqual(toldOnce(5));
});

test('a range that could not be read is read once it is due', async () => {
  const world = await openShared();
  const range = world.put(deletionsByMany(3));
  world.logService.fail(gone, { on: 'PullLogs', times: 1 });
  await world.trigger(range);
  expect(timesTold(world, 3).slack).toEqual([0, 0, 0]);
  expect(await sweepAfter(world, 10 * MINUTE_MS)).toMatchObject({ letters: 1, settled: 1 });
  expect(timesTold(world, 3)).toEqual(toldOnce(3));
});

test('a record that cannot be read is not tried by itself', async () => {
  const world = await openShared();
  await world.deliver(['DeleteVpcEndpointService']);
  expect(await world.letters()).toHaveLength(1);
  expect(await sweepAfter(world, DAY_MS)).toMatchObject({ letters: 0 });
});

test('two sweeps at once try a letter once', async () => {
  const world = await openShared();
  world.inbox.answerWith('slack', dead);
  await world.deliver([deletion()]);
  await world.sleep(10 * MINUTE_MS);
  const others = Array.from({ length: 4 }, () => world.openApp());
  const swept = await Promise.all(others.map((instance) => world.sweep(instance)));
  expect(swept.filter(({ letters }) => letters === 1)).toHaveLength(1);
  expect(swept.filter(({ letters }) => letters === 0)).toHaveLength(3);
  expect(world.shown('slack')).toHaveLength(1);
});

test('what was settled by hand meanwhile is not told again', async () => {
  const world = await openShared({ watch: { channel_fails_for: '0s' } });
  world.inbox.answerWith('slack', dead);
  await world.deliver([deletion()]);
  const [letter] = await world.letters();
  if (letter === undefined) throw new Error('there is no letter');
  expect(await world.app.redrive(letter, contextOf())).toEqual({ kind: 'settled' });
  // The claims that say so are forgotten by the last try.
  expect(await sweepAfter(world, 2 * DAY_MS)).toMatchObject({ letters: 0 });
  expect(world.shown('slack')).toHaveLength(1);
});

/** Letters as they are held in the ledger that all instances share. */
function lettersOf({ store, now }: World) {
  if (store === undefined) throw new Error('nothing is shared');
  return createDueLetters(store.cells('letters'), now);
}

test('what a newer release has written waits for it, and is at last left to people', async () => {
  const world = await openShared();
  const text = '{"kind":"from the future"}';
  await lettersOf(world).hold([{ id: 'example', to: 'slack', text, dueAt: 0 }]);
  expect(await world.sweep()).toMatchObject({ letters: 1, postponed: 1 });
  for (const wait of [HOUR_MS, 6 * HOUR_MS]) await sweepAfter(world, wait);
  expect(await sweepAfter(world, DAY_MS)).toMatchObject({ letters: 1, byHand: 1 });
  expect(await sweepAfter(world, DAY_MS)).toMatchObject({ letters: 0 });
});

test('a letter of which nothing is left is left to people at once', async () => {
  const world = await openShared();
  await lettersOf(world).hold([{ id: 'example', to: 'slack', text: '', dueAt: 0 }]);
  expect(await world.sweep()).toMatchObject({ letters: 1, byHand: 1 });
});

test('many letters of a dead channel hold up no other, and are no reason to ask it more often', async () => {
  const world = await openShared({ watch: { channel_fails_for: '0s', no_records_for: '0s' } });
  world.inbox.answerWith('slack', dead, 1_000);
  await world.deliver(deletionsByMany(5));
  const letters = lettersOf(world);
  await world.sleep(10 * MINUTE_MS);
  const text = (await letters.due(1)).map((letter) => letter.text).join('');
  const more = Array.from({ length: 300 }, (_, at) => ({
    id: `${at}`,
    to: 'slack',
    text,
    dueAt: 0,
  }));
  await letters.hold([
    ...more,
    { id: 'other', to: '', text: 'not to be read', dueAt: world.now() },
  ]);
  const before = asked(world);
  for (let minute = 0; minute < 10; minute += 1) await sweepAfter(world, MINUTE_MS);
  expect(world.journaled('letter').map(({ letter }) => letter)).toContain('other');
  expect(asked(world) - before).toBe(1);
});

test('an alert that somebody has silenced meanwhile rings once the silence is over', async () => {
  const answering = { url: 'https://alerts.example.com', keys: ['example-key'.repeat(4)] };
  const world = await openShared({ web: answering });
  const { store, now } = world;
  if (store === undefined) throw new Error('nothing is shared');
  world.inbox.answerWith('slack', dead);
  await world.deliver([deletion()]);
  await createResponses(store.cells('responses'), { now }).silence({
    kind: 'silence',
    id: 'silence-example',
    subject: { rule: DELETED, failedOnly: false },
    alert: 'alert-example',
    title: 'Endpoint Service Deleted',
    by: { name: 'alice', isVerified: false, address: '192.0.2.7' },
    at: now(),
    comment: '',
    endsAt: now() + HOUR_MS,
    channels: [],
  });
  expect(await sweepAfter(world, 10 * MINUTE_MS)).toMatchObject({ letters: 0 });
  expect(await sweepAfter(world, 40 * MINUTE_MS)).toMatchObject({ letters: 0 });
  expect(timesTold(world, 1).slack).toEqual([0]);
  expect(await sweepAfter(world, 10 * MINUTE_MS)).toMatchObject({ letters: 1, settled: 1 });
});

test('a letter that ends the function does not end every sweep', async () => {
  const world = await openShared({ watch: { channel_fails_for: '0s' } });
  world.inbox.answerWith('slack', dead);
  await world.deliver([deletion()]);
  await world.sleep(10 * MINUTE_MS);
  const dying = world.openApp({ fetch: () => new Promise(() => {}) });
  void world.sweep(dying);
  await expect.poll(() => world.sweep().then(({ letters }) => letters)).toBe(0);
  expect(world.shown('slack')).toEqual([]);
  expect(await sweepAfter(world, HOUR_MS)).toMatchObject({ settled: 1 });
  expect(world.shown('slack')).toHaveLength(1);
});

test('a letter that ends the function each time is at last left to people', async () => {
  const world = await openShared({ watch: { channel_fails_for: '0s', no_records_for: '0s' } });
  world.inbox.answerWith('slack', dead);
  await world.deliver([deletion()]);
  let sent = 0;
  for (let tries = 1; tries <= 4; tries += 1) {
    await world.sleep(DAY_MS);
    const dying = world.openApp({
      fetch() {
        sent += 1;
        return new Promise(() => {});
      },
    });
    void world.sweep(dying);
    await expect.poll(() => sent).toBe(tries);
  }
  expect(await sweepAfter(world, DAY_MS)).toMatchObject({ letters: 1, byHand: 1 });
  expect(world.shown('slack')).toEqual([]);
});

test('without a shared ledger no letter is tried by itself', async () => {
  const world = await openWorld({}, rulesOf(deletedRule));
  world.inbox.answerWith('slack', dead);
  await world.deliver([deletion()]);
  expect(await sweepAfter(world, DAY_MS)).toMatchObject({ letters: 0 });
  expect(world.shown('slack')).toEqual([]);
});
