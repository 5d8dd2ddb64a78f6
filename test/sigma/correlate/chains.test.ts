import { expect, test } from 'vitest';
import { a, b, bounds, correlation, ends, seen, watch } from './correlating.ts';

const many = correlation({ groupBy: ['user', 'host'], condition: bounds({ gte: 3 }) }, 'many');

const broken = correlation(
  {
    type: 'temporal_ordered',
    rules: ['many', 'b'],
    groupBy: ['user'],
    timespan: 60,
    condition: bounds({ gte: 2 }),
  },
  'broken',
);

const eve = { user: 'eve', host: 'h' };

test('a firing counts as an event of those who refer to its correlation', async () => {
  const failures = [1, 2, 3].map((second) => seen(a, second, eve));
  const { observe } = watch([broken, many]);
  const [inner, ...none] = await observe(failures);
  expect(none).toEqual([]);
  expect(inner).toMatchObject({
    correlation: many,
    silent: true,
    kept: ['a1', 'a2', 'a3'].map((id) => `kept ${id}`),
  });
  expect(await observe([seen(b, 5, { user: 'bob' })])).toEqual([]);
  expect(await observe([seen(b, 6, { user: 'eve' })])).toMatchObject([
    {
      correlation: broken,
      silent: false,
      group: [{ name: 'user', value: 'eve' }],
      firstSeen: 3_000,
      lastSeen: 6_000,
      count: 2,
      value: 2,
      events: [inner?.id, 'b6'],
      kept: ['kept a1', 'kept a2', 'kept a3', 'kept b6'],
    },
  ]);
});

test('a chain rings the same again when its events are delivered again', async () => {
  const { observe } = watch([many, broken]);
  const sightings = [...[1, 2, 3].map((second) => seen(a, second, eve)), seen(b, 6, eve)];
  const first = await observe(sightings);
  expect(first.map(({ correlation: { name } }) => name)).toEqual(['many', 'broken']);
  expect(await observe(sightings)).toEqual(first);
});

test('what is kept of a chain is bounded, and the event that caused the firing is among it', async () => {
  const sightings = [...[1, 2, 3].map((second) => seen(a, second, eve)), seen(b, 6, eve)];
  const firings = await watch([many, broken], { mostKept: 2 }).observe(sightings);
  expect(firings.map(({ kept }) => kept)).toEqual([
    ['kept a2', 'kept a3'],
    ['kept a3', 'kept b6'],
  ]);
});

test('a firing shows the values of its group by their names', async () => {
  const aliases = { who: { a: 'user' } };
  const inner = correlation({ groupBy: ['who'], aliases, condition: bounds({ gte: 1 }) }, 'inner');
  const outer = correlation(
    { rules: ['inner'], groupBy: ['who', 'host'], timespan: 60, condition: bounds({ gte: 2 }) },
    'outer',
  );
  const by = (second: number, ...user: readonly string[]) => seen(a, second, { user, host: 'h' });
  const firings = await watch([outer, inner]).observe([by(1, 'eve', 'bob'), by(12, 'eve')]);
  expect(firings.map(({ group }) => group.map(({ value }) => value))).toEqual([
    ['eve'],
    ['bob'],
    ['eve'],
    ['eve', 'h'],
  ]);
});

test('chains may be of any length', async () => {
  const names = ['one', 'two', 'three', 'four'];
  const rules = names.map((name, place) =>
    correlation({ rules: [names[place - 1] ?? 'a'], condition: bounds({ gte: 1 }) }, name),
  );
  const firings = await watch(rules.toReversed()).observe([seen(a, 7)]);
  expect(firings.map(({ correlation: { name } }) => name)).toEqual(names);
  expect(ends(firings)).toEqual([7, 7, 7, 7]);
  expect(firings.at(-1)?.kept).toEqual(['kept a7']);
});

test('correlations that refer to each other in a circle are refused', () => {
  const circle = [correlation({ rules: ['y'] }, 'x'), correlation({ rules: ['id-of-x'] }, 'y')];
  expect(() => watch(circle)).toThrow('refers to itself');
  expect(() => watch([correlation({ rules: ['x'] }, 'x')])).toThrow('refers to itself');
});

test('a correlation that refers to nothing is refused', () => {
  expect(() => watch([correlation({ rules: ['a', 'nobody'] })])).toThrow("'nobody'");
});

test.each<[string, readonly boolean[], boolean]>([
  ['nobody refers to rings', [], true],
  ['a correlation refers to does not', [false], false],
  ['a correlation refers to that says so rings', [true], true],
  ['one of several says so of rings', [false, true, false], true],
])('a rule that %s', (_, generates, expected) => {
  const rules = generates.map((generate, at) => correlation({ generate }, `number ${at}`));
  const { rings, feeds } = watch(rules);
  expect(rings(a)).toBe(expected);
  expect(feeds(a)).toBe(generates.length > 0);
  expect(rings(b)).toBe(true);
  expect(feeds(b)).toBe(false);
});

test('a correlation that another one refers to is silent unless that one says otherwise', async () => {
  const inner = correlation({ condition: bounds({ gte: 1 }) }, 'inner');
  const silentOf = async (generate: boolean) => {
    const outer = correlation({ rules: ['inner'], generate }, 'outer');
    return (await watch([inner, outer]).observe([seen(a, 1)])).map(({ silent }) => silent);
  };
  expect(await silentOf(false)).toEqual([true]);
  expect(await silentOf(true)).toEqual([false]);
});
