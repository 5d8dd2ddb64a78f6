import { expect, test } from 'vitest';
import { createDueLetters } from '../../src/ledger/due-letters.ts';
import type { SweepSummary } from '../../src/model/journal.ts';
import { deletion, deletionsByMany } from '../support/audit-event.ts';
import { openWorld } from '../support/open-world.ts';
import { deletedRule, rulesOf } from '../support/rules.ts';
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
  const world = await openShared();
  world.inbox.answerWith('slack', dead);
  await world.deliver([deletion()]);
  const [letter] = await world.letters();
  if (letter === undefined) throw new Error('there is no letter');
  expect(await world.app.redrive(letter, contextOf())).toEqual({ kind: 'settled' });
  expect(await sweepAfter(world, 10 * MINUTE_MS)).toMatchObject({ letters: 1, settled: 1 });
  expect(world.shown('slack')).toHaveLength(1);
});

test("a letter of which nothing can be read is left to people, and stands in nobody's way", async () => {
  const world = await openShared();
  const { store } = world;
  if (store === undefined) throw new Error('nothing is shared');
  const letters = createDueLetters(store.cells('letters'), world.now);
  await letters.hold([{ id: 'example', text: '{"kind":"from the future"}', dueAt: 0 }]);
  expect(await world.sweep()).toMatchObject({ letters: 1, byHand: 1 });
  expect(await sweepAfter(world, DAY_MS)).toMatchObject({ letters: 0 });
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

test('without a shared ledger no letter is tried by itself', async () => {
  const world = await openWorld({}, rulesOf(deletedRule));
  world.inbox.answerWith('slack', dead);
  await world.deliver([deletion()]);
  expect(await sweepAfter(world, DAY_MS)).toMatchObject({ letters: 0 });
  expect(world.shown('slack')).toEqual([]);
});
