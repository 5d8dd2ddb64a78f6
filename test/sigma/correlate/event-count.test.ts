import { expect, test } from 'vitest';
import { createMemoryWindows } from '../../../src/ledger/memory-windows.ts';
import type { Firing } from '../../../src/sigma/correlate/firing.ts';
import type { Sighting } from '../../../src/sigma/correlate/sighting.ts';
import type { Windows } from '../../../src/sigma/correlate/windows.ts';
import type { Bounds } from '../../../src/sigma/correlation-rule.ts';
import { a, b, bounds, correlation, ends, observeEach, seen, watch } from './correlating.ts';

test.each<[string, Bounds, readonly number[], readonly number[]]>([
  ['enough', { gte: 3 }, [0, 1, 2], [2]],
  ['too few', { gte: 3 }, [0, 1], []],
  ['both ends of a window are in it', { gte: 3 }, [0, 5, 10], [10]],
  ['but nothing before', { gte: 3 }, [0, 5, 10.001], []],
  ['a window slides', { gte: 3 }, [0, 8, 11, 12], [12]],
  ['more than', { gt: 2 }, [0, 1, 2], [2]],
  ['exactly', { eq: 2 }, [0, 1, 2], [1]],
  ['anything but', { neq: 1 }, [0, 1, 2], [1]],
  ['a range', { gt: 1, lte: 2 }, [0, 1, 2], [1]],
  ['fewer than, which is asked when an event comes', { lt: 3 }, [0, 1, 2], [0]],
  ['at most', { lte: 1 }, [0, 1, 20], [0, 20]],
  ['events of one time come one after the other', { eq: 2 }, [5, 5, 5], [5]],
])('%s: %j of events at %j rings at %j', async (_, wanted, seconds, expected) => {
  const rules = [correlation({ condition: bounds(wanted) })];
  const sightings = seconds.map((second, place) => seen(a, second, {}, `event ${place}`));
  expect(ends(await watch(rules).observe(sightings))).toEqual(expected);
  expect(ends(await observeEach(watch(rules), sightings))).toEqual(expected);
});

test('a firing says what rang, for whom, when and because of which events', async () => {
  const rule = correlation({ groupBy: ['user'] });
  const sightings = [1, 2, 3].map((second) => seen(a, second, { user: 'eve' }));
  expect(await watch([rule]).observe(sightings)).toEqual([
    {
      correlation: rule,
      id: expect.stringMatching(/^.{1,128}$/),
      group: [{ name: 'user', value: 'eve' }],
      firstSeen: 1_000,
      lastSeen: 3_000,
      count: 3,
      value: 3,
      events: ['a1', 'a2', 'a3'],
      kept: ['kept a1', 'kept a2', 'kept a3'],
      silent: false,
    },
  ]);
});

test('sightings of one call are taken in order of time', async () => {
  const [firing] = await watch([correlation()]).observe([seen(a, 3), seen(a, 1), seen(a, 2)]);
  expect(firing?.events).toEqual(['a1', 'a2', 'a3']);
});

test('an event that several rules matched counts once', async () => {
  const { observe } = watch([correlation({ rules: ['a', 'b'] })]);
  const twice = (second: number) => [
    seen(a, second, {}, `${second}`),
    seen(b, second, {}, `${second}`),
  ];
  expect(await observe([...twice(1), ...twice(2)])).toEqual([]);
  expect(await observe(twice(3))).toMatchObject([{ count: 3, events: ['1', '2', '3'] }]);
});

test('rules that the correlation does not refer to do not count', async () => {
  expect(await watch([correlation()]).observe([seen(a, 1), seen(a, 2), seen(b, 3)])).toEqual([]);
});

test('correlations may refer to a rule by its id', async () => {
  const { observe } = watch([correlation({ rules: ['id-of-a'] })]);
  expect(ends(await observe([1, 2, 3].map((second) => seen(a, second))))).toEqual([3]);
});

test('an event that is delivered again counts once', async () => {
  const { observe } = watch([correlation()]);
  expect(await observe([seen(a, 1), seen(a, 2)])).toEqual([]);
  expect(await observe([seen(a, 1), seen(a, 2)])).toEqual([]);
  expect(await observe([seen(a, 2), seen(a, 2)])).toEqual([]);
});

test('the event that caused a firing causes the same one when it is delivered again', async () => {
  const { observe } = watch([correlation()]);
  const sightings = [1, 2, 3, 4].map((second) => seen(a, second));
  const first = await observe(sightings.slice(0, 3));
  expect(first).toHaveLength(1);
  expect(await observe(sightings.slice(0, 3))).toEqual(first);
  expect(await observe(sightings.slice(3))).toEqual([]);
  expect(await observe(sightings)).toEqual(first);
  expect(await observe(sightings.slice(2, 3))).toEqual(first);
  expect(await observe(sightings.slice(0, 2))).toEqual([]);
});

test('a portion that broke off between seeing and firing fires when it comes again', async () => {
  const windows = createMemoryWindows();
  const fire = () => Promise.reject(new Error('gone'));
  const broken = watch([correlation()], { windows: { ...windows, fire } });
  const sightings = [1, 2, 3].map((second) => seen(a, second));
  await expect(broken.observe(sightings)).rejects.toThrow('gone');
  expect(await watch([correlation()], { windows }).observe(sightings)).toHaveLength(1);
});

test.each<[string, readonly number[], readonly number[]]>([
  ['while the window is full', [0, 1, 2, 3, 4], [2]],
  ['a timespan later', [0, 1, 2, 10, 11, 12], [2]],
  ['a little more than a timespan later', [0, 1, 2, 10, 11, 12, 12.5], [2, 12.5]],
  ['steadily', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [2, 13]],
])('a group is quiet for a timespan after a firing: %s', async (_, seconds, expected) => {
  const sightings = seconds.map((second) => seen(a, second));
  expect(ends(await watch([correlation()]).observe(sightings))).toEqual(expected);
  expect(ends(await observeEach(watch([correlation()]), sightings))).toEqual(expected);
});

test('a quiet group does not keep another one quiet', async () => {
  const { observe } = watch([correlation({ groupBy: ['user'] })]);
  const by = (user: string, from: number) =>
    [0, 1, 2].map((second) => seen(a, from + second, { user }, `${user}${second}`));
  const firings = await observe([...by('eve', 0), ...by('bob', 1)]);
  expect(firings.map(({ group }) => group[0]?.value)).toEqual(['eve', 'bob']);
  expect(new Set(firings.map(({ id }) => id)).size).toBe(2);
});

test.each<[string, readonly number[], number, readonly number[]]>([
  ['completes the window that ends with it', [0, 1, 30], 2, [2]],
  ['completes a window that ends later', [0, 8], 3, [8]],
  ['completes the earliest of several', [0, 5, 13], 3, [5]],
  ['is too far from the others', [0, 1, 30], 15, []],
  ['finds its group quiet', [0, 1, 2, 4], 3, [2]],
  ['rings before a firing that is far enough away', [0, 1, 30, 31, 32], 2, [32, 2]],
])('a late event %s: at %j, then %j', async (_, seconds, late, expected) => {
  const { observe } = watch([correlation()]);
  const first = await observe(seconds.map((second) => seen(a, second)));
  expect(ends([...first, ...(await observe([seen(a, late)]))])).toEqual(expected);
});

test('an event that is later than the lateness is left out and reported', async () => {
  const watched = watch([correlation()], { latenessMs: 60_000 });
  await watched.observe([seen(a, 100)]);
  await watched.observe([seen(a, 29), seen(a, 28), seen(a, 30)]);
  expect(watched.bounds).toEqual([{ kind: 'late', correlation: 'id-of-found', count: 2 }]);
});

test('a window of which the oldest events may be forgotten does not ring for their want', async () => {
  const watched = watch([correlation({ condition: bounds({ eq: 1 }) })], { latenessMs: 5_000 });
  expect(ends(await watched.observe([seen(a, 0), seen(a, 6)]))).toEqual([0]);
  expect(ends(await watched.observe([seen(a, 18)]))).toEqual([18]);
  expect(ends(await watched.observe([seen(a, 24)]))).toEqual([]);
  expect(ends(await watched.observe([seen(a, 6)]))).toEqual([]);
});

test('one long portion rings as often as many short ones, also when it comes again', async () => {
  const { observe } = watch([correlation()], { latenessMs: 0 });
  const seconds = [0, 100, 200, 300].flatMap((start) => [start, start + 1, start + 2]);
  const sightings = seconds.map((second) => seen(a, second));
  const first = await observe(sightings);
  expect(ends(first)).toEqual([2, 102, 202, 302]);
  expect(await observe(sightings)).toMatchObject(first.map(({ id, events }) => ({ id, events })));
});

/** One instance, and another one that observes sightings between the seeing and the firing of the first. */
function race(others: readonly Sighting[]) {
  const windows = createMemoryWindows();
  const second = watch([correlation()], { windows });
  const told: Promise<readonly Firing[]>[] = [];
  const fire: Windows['fire'] = async (claims) => {
    if (told.length === 0) told.push(second.observe(others));
    await Promise.all(told);
    return windows.fire(claims);
  };
  return { first: watch([correlation()], { windows: { ...windows, fire } }), told };
}

test('of two instances that see a group at the same time one rings', async () => {
  const { first, told } = race([seen(a, 4)]);
  expect(await first.observe([seen(a, 1), seen(a, 2), seen(a, 3)])).toEqual([]);
  expect(ends((await told[0]) ?? [])).toEqual([4]);
});

test('of two instances that are delivered the same events at the same time one rings', async () => {
  const sightings = [seen(a, 1), seen(a, 2), seen(a, 3)];
  const { first, told } = race(sightings);
  expect(await first.observe(sightings)).toEqual([]);
  expect(ends((await told[0]) ?? [])).toEqual([3]);
});

test('an instance that was not first is quiet around the firing that stands, not around its own', async () => {
  const { first, told } = race([seen(a, 11), seen(a, 11.2), seen(a, 12.4)]);
  const sightings = [21.5, 22, 22.4, 22.5].map((second) => seen(a, second));
  expect(ends(await first.observe(sightings))).toEqual([22.5]);
  expect(ends((await told[0]) ?? [])).toEqual([12.4]);
});
