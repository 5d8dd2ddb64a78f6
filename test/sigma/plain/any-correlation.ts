import fc from 'fast-check';
import {
  comparators,
  type Bounds,
  type Correlation,
  type CorrelationCondition,
  type CorrelationType,
} from '../../../src/sigma/correlation-rule.ts';
import type { Event } from '../../../src/sigma/event.ts';
import { anyCondition } from './arbitrary.ts';
import type { Sighting } from './correlate.ts';

/** What correlations may refer to. */
export const ruleNames = ['r0', 'r1', 'r2'] as const;

const rules = fc.shuffledSubarray([...ruleNames], { minLength: 1 });

const bounds: fc.Arbitrary<Bounds> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 3 }).map((gte) => ({ gte })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }).map((gt) => ({ gt, lte: gt + 1 })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...comparators), fc.integer({ min: 0, max: 4 }))
      .map(([comparator, bound]) => ({ [comparator]: bound })),
  },
);

function bounded(
  fields: fc.Arbitrary<string[]>,
  percentile: fc.Arbitrary<number> = fc.constant(50),
): fc.Arbitrary<CorrelationCondition> {
  return fc
    .record({ bounds, fields, percentile })
    .map((said): CorrelationCondition => ({ kind: 'bounds', ...said }));
}

/**
 * What an expression says of `temporal_ordered` is not decided where several chains are the longest,
 * so none is made.
 */
function anyConditionOf(
  type: CorrelationType,
  names: readonly string[],
): fc.Arbitrary<CorrelationCondition> {
  switch (type) {
    case 'event_count':
    case 'temporal_ordered':
      return bounded(fc.constant([]));
    case 'temporal':
      return fc.oneof(
        bounded(fc.constant([])),
        anyCondition(names).map((expression): CorrelationCondition => ({
          kind: 'expression',
          expression,
        })),
      );
    case 'value_count':
      return bounded(fc.constantFrom(['v'], ['v', 'w']));
    case 'value_percentile':
      return bounded(fc.constant(['v']), fc.constantFrom(0, 10, 25, 50, 75, 100));
    case 'value_sum':
    case 'value_avg':
    case 'value_median':
      return bounded(fc.constant(['v']));
  }
}

/** Correlations of every type. `who` is an alias that two of the rules have a field for. */
export function anyCorrelation(type: CorrelationType): fc.Arbitrary<Correlation> {
  return rules.chain((names) =>
    fc.record({
      type: fc.constant(type),
      rules: fc.constant(names),
      groupBy: fc.oneof(
        fc.constant<string[]>([]),
        fc.subarray(['u', 'ip', 'who'], { maxLength: 2 }),
      ),
      aliases: fc.constant({ who: { r0: 'src', r1: 'dst' } }),
      timespan: fc.constantFrom(1, 5, 10),
      condition: anyConditionOf(type, names),
      generate: fc.boolean(),
    }),
  );
}

const party = fc.constantFrom<unknown[]>('a', 'a', 'a', 'b', 'A', 1, '1', null, ['a', 'b'], []);
const number = fc.constantFrom<unknown[]>(
  0,
  1,
  2,
  '1',
  '1.0',
  3.5,
  -2,
  'x',
  '',
  null,
  [1, 2],
  ['x'],
);

const event: fc.Arbitrary<Event> = fc.record(
  { u: party, ip: party, who: party, src: party, dst: party, v: number, w: number },
  { requiredKeys: ['u'] },
);

/** Events in the order of their arrival, which is that of their time more or less. Some come twice. */
export function anySightings(names: readonly string[]): fc.Arbitrary<readonly Sighting[]> {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 6 }) },
    { weight: 1, arbitrary: fc.integer({ min: -16, max: 16 }) },
  );
  const sighting = fc.record({
    step,
    event,
    rules: fc.subarray([...names], { minLength: 1 }),
    again: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.nat() },
    ),
  });
  return fc.array(sighting, { minLength: 2, maxLength: 14 }).map((steps) => {
    const seen: Sighting[] = [];
    let time = 1_800_000_000_000;
    for (const { step: halves, again, ...rest } of steps) {
      const before = again === undefined ? undefined : seen[again % Math.max(seen.length, 1)];
      time += halves * 500;
      seen.push(before ?? { id: String(seen.length), time, ...rest });
    }
    return seen;
  });
}
