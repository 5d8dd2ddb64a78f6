import { expect, test } from 'vitest';
import { createMemoryWindows } from '../../../src/ledger/memory-windows.ts';
import type { CorrelationType } from '../../../src/sigma/correlation-rule.ts';
import { a, b, bounds, correlation, ends, seen, watch } from './correlating.ts';

test('a group holds only so many events, and those it forgets are reported', async () => {
  const rule = correlation({ condition: bounds({ gte: 6 }) });
  const watched = watch([rule], { mostEventsPerGroup: 5 });
  const sightings = Array.from({ length: 12 }, (_, place) => seen(a, place / 10));
  expect(await watched.observe(sightings)).toEqual([]);
  expect(await watched.observe([seen(a, 3)])).toEqual([]);
  expect(watched.bounds).toEqual([
    { kind: 'events', correlation: 'id-of-found', count: 7 },
    { kind: 'events', correlation: 'id-of-found', count: 1 },
  ]);
});

test('groups that had to go are reported', async () => {
  const windows = createMemoryWindows({ mostGroups: 2 });
  const watched = watch([correlation({ groupBy: ['user'] })], { windows });
  await watched.observe(['u', 'v', 'w', 'x'].map((user, at) => seen(a, at, { user })));
  expect(watched.bounds).toEqual([{ kind: 'groups', correlation: 'id-of-found', count: 2 }]);
});

test('what is kept is of the newest events, but always of the one that caused the firing', async () => {
  const { observe } = watch([correlation()], { mostKept: 2 });
  const early = [1, 2, 3].map((second) => seen(a, second));
  expect(await observe(early)).toMatchObject([{ kept: ['kept a2', 'kept a3'] }]);
  await observe([seen(a, 5), seen(a, 6)]);
  expect(await observe(early)).toMatchObject([{ count: 3, kept: ['kept a3'] }]);
});

test('a correlation that looks for something else now begins anew', async () => {
  const windows = createMemoryWindows();
  await watch([correlation()], { windows }).observe([seen(a, 1), seen(a, 2)]);
  const changed = watch([correlation({ timespan: 20 })], { windows });
  expect(await changed.observe([seen(a, 3)])).toEqual([]);
  expect(await watch([correlation()], { windows }).observe([seen(a, 4)])).toHaveLength(1);
});

/** A condition that never holds, so that no window is passed over. */
function flood(type: CorrelationType) {
  const rule = correlation({
    type,
    rules: ['b', 'a'],
    timespan: 86_400,
    condition: bounds({ lt: 0 }, type.startsWith('value_') ? ['v'] : []),
  });
  const sightings = Array.from({ length: 20_000 }, (_, place) =>
    seen(place % 4 === 0 ? a : b, place, { v: (place * 7_919) % 10_007 }),
  );
  return { rule, sightings };
}

test.each(['event_count', 'value_count', 'value_sum', 'temporal_ordered'] as const)(
  'a flood into one group of a %s comes to an end',
  async (type) => {
    const { rule, sightings } = flood(type);
    const watched = watch([rule]);
    for (let from = 0; from < sightings.length; from += 500) {
      expect(await watched.observe(sightings.slice(from, from + 500))).toEqual([]);
    }
    expect(ends(await watched.observe(sightings.slice(-10_000)))).toEqual([]);
  },
);
