import { expect, test } from 'vitest';
import type { Bounds, CorrelationType } from '../../../src/sigma/correlation-rule.ts';
import { a, b, bounds, correlation, ends, observeEach, seen, watch } from './correlating.ts';

const list = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, place) => from + place);

test.each<[CorrelationType, Bounds, number, readonly unknown[], number | undefined]>([
  ['value_count', { gte: 3 }, 50, ['x', 'y', 'z'], 3],
  ['value_count', { gte: 3 }, 50, ['x', 'y', 'x', 'y'], undefined],
  ['value_count', { gte: 2 }, 50, [5, '5', '5.0'], 2],
  ['value_count', { gte: 2 }, 50, [true, 'true', 'TRUE'], 2],
  ['value_count', { gte: 2 }, 50, ['x', null, undefined, {}, []], undefined],
  [
    'value_count',
    { gte: 3 },
    50,
    [
      ['x', 'y'],
      ['y', ['z']],
    ],
    3,
  ],
  ['value_count', { gte: 2 }, 50, ['x'.repeat(100), `${'x'.repeat(99)}y`], 2],
  ['value_count', { gte: 64 }, 50, [list(0, 100)], 64],
  ['value_sum', { gt: 10 }, 50, [5, 5, 1], 11],
  ['value_sum', { gte: 10 }, 50, ['4', [3, '3']], 10],
  ['value_sum', { lt: 0 }, 50, ['', 'ten', null, {}, 'Infinity', '1e999', true], undefined],
  ['value_sum', { lt: 10 }, 50, ['none', 9], 9],
  ['value_sum', { gte: 0.3 }, 50, [0.1, 0.2], 0.1 + 0.2],
  ['value_avg', { gt: 4 }, 50, [2, 4, 9], 5],
  ['value_avg', { gt: 4 }, 50, [4, 'x', 4], undefined],
  ['value_avg', { eq: 2 }, 50, [[1, 2, 3]], 2],
  ['value_percentile', { gte: 4.5 }, 90, [1, 2, 3, 4, 5], 4.6],
  ['value_percentile', { gte: 5 }, 100, [1, 2, 5, 3, 4], 5],
  ['value_percentile', { eq: 1 }, 0, [3, 2, 1], 1],
  ['value_percentile', { eq: 2.5 }, 25, [4, 2], 2.5],
  ['value_median', { eq: 2.5 }, 50, [9, 2, 1, 3], 2.5],
  ['value_median', { eq: 3 }, 50, [9, 1, 3], 3],
])('%s %j (%j) of the values %j is %j', async (type, wanted, percentile, values, expected) => {
  const rule = correlation({ type, condition: bounds(wanted, ['v'], percentile) });
  const sightings = values.map((v, second) => seen(a, second / 10, { v }));
  const [firing] = await watch([rule]).observe(sightings);
  expect(firing?.value).toEqual(expected);
  const [alone] = await observeEach(watch([rule]), sightings);
  expect(alone).toEqual(firing);
});

test('several fields are a tuple, and a field of an array makes several', async () => {
  const rule = correlation({
    type: 'value_count',
    condition: bounds({ gte: 4 }, ['user', 'port']),
  });
  const watched = watch([rule]);
  const eve = [1, 2].map((port) => seen(a, port, { user: 'eve', port }));
  expect(await watched.observe(eve)).toEqual([]);
  expect(await watched.observe([seen(a, 3, { user: 'bob' })])).toEqual([]);
  const [firing] = await watched.observe([seen(a, 4, { user: ['eve', 'bob'], port: [1, 3] })]);
  expect(firing).toMatchObject({ value: 5, count: 3, events: ['a1', 'a2', 'a4'] });
});

test('only so many values of one event are counted, and the rest is reported', async () => {
  const rule = correlation({ type: 'value_sum', condition: bounds({ gt: 0 }, ['v']) });
  const watched = watch([rule]);
  const [firing] = await watched.observe([seen(a, 1, { v: list(1, 100).map(() => 1) })]);
  expect(firing?.value).toBe(64);
  expect(watched.bounds).toEqual([{ kind: 'values', correlation: 'id-of-found', count: 1 }]);
});

test('a number that has left the window leaves nothing behind', async () => {
  const rule = correlation({ type: 'value_sum', condition: bounds({ gte: 3, lte: 4 }, ['v']) });
  const values = [1e300, 1, 0.5, 1, 1.5];
  const sightings = values.map((v, place) => seen(a, place === 0 ? 0 : 10 + place, { v }));
  expect(ends(await watch([rule]).observe(sightings))).toEqual([14]);
});

test.each(['value_count', 'value_sum'] as const)(
  'an event that two rules matched brings its values to a %s once',
  async (type) => {
    const rule = correlation({ type, rules: ['a', 'b'], condition: bounds({ gte: 1 }, ['v']) });
    const both = [seen(a, 1, { v: 1 }, 'e'), seen(b, 1, { v: 1 }, 'e')];
    expect(await watch([rule]).observe(both)).toMatchObject([{ value: 1, count: 1 }]);
  },
);
