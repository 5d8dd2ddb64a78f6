import { expect, test } from 'vitest';
import type { Event } from '../../../src/sigma/event.ts';
import { a, b, bounds, correlation, seen, watch } from './correlating.ts';

const once = bounds({ gte: 1 });

test.each<[string, readonly string[], Event, readonly (readonly string[])[]]>([
  ['a text', ['u'], { u: 'eve' }, [['eve']]],
  ['the empty text', ['u'], { u: '' }, [['']]],
  ['a number', ['u'], { u: 5 }, [['5']]],
  ['a truth value', ['u'], { u: false }, [['false']]],
  ['a path', ['u.n'], { u: { n: 'eve' } }, [['eve']]],
  ['two names', ['u', 'v'], { u: 'x', v: 'y' }, [['x', 'y']]],
  ['no such field', ['u', 'v'], { u: 'x' }, []],
  ['null', ['u'], { u: null }, []],
  ['an empty list', ['u'], { u: [] }, []],
  ['a map', ['u'], { u: { n: 'eve' } }, []],
  ['a list', ['u'], { u: ['x', 'y', 'x', null] }, [['x'], ['y']]],
  ['a list of maps', ['u.n'], { u: [{ n: 'x' }, { n: 'y' }] }, [['x'], ['y']]],
  [
    'two lists',
    ['u', 'v'],
    { u: ['x', 'y'], v: [1, 2] },
    [
      ['x', '1'],
      ['x', '2'],
      ['y', '1'],
      ['y', '2'],
    ],
  ],
  ['what every object has', ['constructor'], {}, []],
  ['a name of every object', ['u'], { u: '__proto__' }, [['__proto__']]],
  ['a name of ours', ['__proto__'], JSON.parse('{"__proto__": "x"}'), [['x']]],
  ['no names', [], {}, [[]]],
])('%s: by %j the event %j is in the groups %j', async (_, groupBy, event, expected) => {
  const { observe } = watch([correlation({ groupBy, condition: once })]);
  const firings = await observe([seen(a, 1, event)]);
  expect(firings.map(({ group }) => group.map(({ value }) => value))).toEqual(expected);
  expect(firings.every(({ group }) => group.every(({ name }, at) => name === groupBy[at]))).toBe(
    true,
  );
  expect(new Set(firings.map(({ id }) => id)).size).toBe(expected.length);
});

test('values make one group if their texts are the same, and only then', async () => {
  const { observe } = watch([correlation({ groupBy: ['u', 'v'] })]);
  const events = [
    { u: 5, v: 'a' },
    { u: '5', v: 'a' },
    { u: '5,a', v: '' },
    { u: '5', v: 'A' },
    { u: ['5'], v: 'a' },
  ];
  const firings = await observe(events.map((event, second) => seen(a, second, event)));
  expect(firings).toMatchObject([{ events: ['a0', 'a1', 'a4'] }]);
});

test('an event joins only so many groups, and the rest is reported', async () => {
  const watched = watch([correlation({ groupBy: ['u'], condition: once })]);
  const u = Array.from({ length: 20 }, (_, place) => place);
  const firings = await watched.observe([seen(a, 1, { u }), seen(a, 2, { u: ['x'] })]);
  expect(firings).toHaveLength(17);
  expect(watched.bounds).toEqual([{ kind: 'fan-out', correlation: 'id-of-found', count: 1 }]);
});

test('an alias stands for a field of each rule', async () => {
  const rule = correlation({
    type: 'temporal',
    rules: ['a', 'b'],
    groupBy: ['internal', 'remote'],
    aliases: {
      internal: { a: 'destination.ip', b: 'source.ip' },
      remote: { a: 'source.ip', b: 'destination.ip' },
    },
    condition: bounds({ gte: 2 }),
  });
  const { observe } = watch([rule]);
  const [here, there] = [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }];
  await observe([seen(a, 1, { source: there, destination: here })]);
  expect(await observe([seen(b, 2, { source: there, destination: here })])).toEqual([]);
  expect(await observe([seen(b, 3, { source: here, destination: there })])).toMatchObject([
    {
      events: ['a1', 'b3'],
      group: [
        { name: 'internal', value: '10.0.0.1' },
        { name: 'remote', value: '10.0.0.2' },
      ],
    },
  ]);
});

test('an alias is known by the way the correlation refers to a rule', async () => {
  const aliases = { who: { 'id-of-a': 'x', a: 'y' } };
  const rule = correlation({ rules: ['id-of-a'], groupBy: ['who'], aliases, condition: once });
  const [firing] = await watch([rule]).observe([seen(a, 1, { x: 'right', y: 'wrong' })]);
  expect(firing?.group).toEqual([{ name: 'who', value: 'right' }]);
});

test('an alias that says nothing of a rule is a field of its events', async () => {
  const aliases = { who: { b: 'x' } };
  const rule = correlation({ rules: ['a', 'b'], groupBy: ['who'], aliases, condition: once });
  const [firing] = await watch([rule]).observe([seen(a, 1, { who: 'eve', x: 'bob' })]);
  expect(firing?.group).toEqual([{ name: 'who', value: 'eve' }]);
});

test('events may hold anything', async () => {
  const types = ['event_count', 'value_count', 'value_sum', 'value_percentile'] as const;
  const rules = types.map((type) =>
    correlation({ type, groupBy: ['u.n'], condition: bounds({ gte: 1 }, ['v.n']) }, type),
  );
  const deep = Array.from({ length: 10_000 }).reduce<unknown>((inner) => [inner], 'x');
  const values = [{ n: Number.NaN }, { n: deep }, [[{ n: [null, {}] }]], 7, { n: -0 }, undefined];
  const sightings = values.map((u, second) => seen(a, second, { u, v: u }));
  await expect(watch(rules).observe(sightings)).resolves.toBeDefined();
});
