import { expect, test } from 'vitest';
import type { Correlation } from '../../../src/sigma/correlation-rule.ts';
import type { Event } from '../../../src/sigma/event.ts';
import { plainCorrelate, type Sighting } from './correlate.ts';

const count: Correlation = {
  type: 'event_count',
  rules: ['r'],
  groupBy: [],
  aliases: {},
  timespan: 10,
  condition: { kind: 'bounds', bounds: { gte: 2 }, fields: [], percentile: 50 },
  generate: false,
};

/** Sightings of `r` at these seconds, called 0, 1, 2 … as they arrive. */
function at(...seconds: readonly number[]): readonly Sighting[] {
  return seconds.map((second, index) => seen('r', String(index), second, {}));
}

function seen(rule: string, id: string, second: number, event: Event): Sighting {
  return { rules: rule.split('+'), id, time: second * 1000, event };
}

function bounded(
  type: Correlation['type'],
  bounds: object,
  fields: readonly string[],
): Correlation {
  return { ...count, type, condition: { kind: 'bounds', bounds, fields, percentile: 25 } };
}

/** Firings as `seconds of the end: ids`. */
function found(correlation: Correlation, sightings: readonly Sighting[]): readonly string[] {
  return plainCorrelate(correlation, sightings).map(
    ({ group, time, ids }) => `${[...group, time / 1000].join()}: ${ids.join(' ')}`,
  );
}

test.each<[string, readonly number[], readonly string[]]>([
  ['a window has both of its ends', [0, 10], ['10: 0 1']],
  ['a window is no longer than its span', [0, 10.001], []],
  ['a group that fired stays quiet for a span', [0, 1, 2, 11], ['1: 0 1']],
  ['a group fires again when the span has passed', [0, 1, 11, 11.001], ['1: 0 1', '11.001: 2 3']],
  ['a late event ends no window but the next', [0, 20, 15], ['20: 2 1']],
  ['a late event that is alone counts for nothing', [0, 40, 20], []],
  ['a later window may ring where the first is quiet', [0, 1, 20, 11], ['1: 0 1', '20: 3 2']],
  ['a late event is quiet beside a later firing', [20, 21, 12, 11], ['21: 0 1']],
])('%s', (_, seconds, firings) => {
  expect(found(count, at(...seconds))).toEqual(firings);
});

test('an event counts once, however often it arrives and however many rules it matches', () => {
  const two = { ...count, rules: ['r', 's'] };
  const event = { a: 1 };
  expect(found(two, [seen('r+s', 'x', 1, event), seen('r+s', 'x', 1, event)])).toEqual([]);
});

test('values tell groups apart, and a missing one joins none', () => {
  const grouped = { ...count, groupBy: ['u', 'ip'] };
  const sightings = [
    seen('r', '0', 0, { u: 'a', ip: [1, 2] }),
    seen('r', '1', 1, { u: 'A', ip: 1 }),
    seen('r', '2', 2, { u: 'a' }),
    seen('r', '3', 3, { u: 'a', ip: null }),
    seen('r', '4', 4, { u: 'a', ip: '2' }),
  ];
  expect(found(grouped, sightings)).toEqual(['a,2,4: 0 4']);
});

test('an alias stands for another field in the events of each rule', () => {
  const aliased = {
    ...count,
    rules: ['r', 's'],
    groupBy: ['who'],
    aliases: { who: { r: 'src', s: 'dst' } },
  };
  expect(
    found(aliased, [
      seen('r', '0', 0, { src: 'a', dst: 'b' }),
      seen('s', '1', 1, { src: 'b', dst: 'a' }),
    ]),
  ).toEqual(['a,1: 0 1']);
});

test.each<[Correlation['type'], object, readonly unknown[], boolean]>([
  ['value_count', { gte: 2 }, ['x', 'X'], true],
  ['value_count', { gte: 2 }, ['x', 'x', null], false],
  ['value_count', { gte: 2 }, [['x', 'y']], true],
  ['value_sum', { eq: 6 }, [1, '2', 'x', 3], true],
  ['value_sum', { lt: 6 }, ['x', null], false],
  ['value_avg', { eq: 2 }, [1, '2', 'x', 3], true],
  ['value_median', { eq: 2.5 }, [1, 2, 3, 4], true],
  ['value_percentile', { eq: 1.75 }, [1, 2, 3, 4], true],
  ['value_percentile', { gt: 1, lte: 2 }, [2], true],
  ['value_avg', { neq: 2 }, [2], false],
])('%s %j over %j: %j', (type, bounds, values, expected) => {
  const firings = found(bounded(type, bounds, ['v']), [seen('r', '0', 0, { v: values })]);
  expect(firings.length > 0).toBe(expected);
});

test('values of several events are taken together, and several fields are one value', () => {
  const both = bounded('value_count', { gte: 2 }, ['u', 'v']);
  const sightings = [
    seen('r', '0', 0, { u: 1, v: 1 }),
    seen('r', '1', 1, { u: '1', v: '1' }),
    seen('r', '2', 2, { u: 2 }),
    seen('r', '3', 3, { u: 2, v: 1 }),
  ];
  expect(found(both, sightings)).toEqual(['3: 0 1 3']);
});

test.each<[Correlation['type'], string, boolean]>([
  ['temporal', 'a b c', true],
  ['temporal', 'c b a', true],
  ['temporal', 'a c', false],
  ['temporal_ordered', 'a b c', true],
  ['temporal_ordered', 'b a b a c', true],
  ['temporal', 'a+c b', true],
  ['temporal_ordered', 'c b a', false],
  ['temporal_ordered', 'a+b b+c', true],
  ['temporal_ordered', 'a c b', false],
])('%s of a, b and c in the order %s: %j', (type, order, expected) => {
  const rules = ['a', 'b', 'c'];
  const sightings = order.split(' ').map((rule, index) => seen(rule, String(index), index, {}));
  expect(found({ ...bounded(type, { gte: 3 }, []), rules }, sightings).length > 0).toBe(expected);
});

test('an expression speaks of the rules that were seen', () => {
  const expression = {
    kind: 'and',
    of: [
      { kind: 'selection', name: 'a' },
      { kind: 'not', of: { kind: 'selection', name: 'b' } },
    ],
  } as const;
  const temporal: Correlation = {
    ...count,
    type: 'temporal',
    rules: ['a', 'b'],
    condition: { kind: 'expression', expression },
  };
  expect(
    found(temporal, [seen('b', '0', 0, {}), seen('a', '1', 5, {}), seen('a', '2', 11, {})]),
  ).toEqual(['11: 1 2']);
});
