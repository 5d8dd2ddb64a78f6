import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sighting } from '../../../src/sigma/correlate/sighting.ts';
import { a, b, bounds, correlation, seen, watch } from './correlating.ts';

const rules = [
  correlation({ rules: ['a', 'b'], groupBy: ['user'] }),
  correlation(
    { rules: ['found'], groupBy: ['user'], timespan: 40, condition: bounds({ gte: 2 }) },
    'again',
  ),
];

/** Some rules' events in order of time, a few of which come a second time later on. */
const deliveries = fc
  .array(
    fc.record({
      rule: fc.constantFrom(a, b),
      wait: fc.constantFrom(0, 1, 2, 4, 11),
      user: fc.constantFrom('eve', 'bob', ['eve', 'bob']),
      again: fc.option(fc.nat({ max: 20 }), { freq: 4 }),
    }),
    { maxLength: 60 },
  )
  .map((drawn) => {
    let second = 0;
    const once = drawn.map(({ rule, wait, user }, place) => {
      second += wait;
      return seen(rule, second, { user }, `event ${place}`);
    });
    const repeated = once.map((sighting, place) => ({ at: place, sighting }));
    for (const [place, { again }] of drawn.entries()) {
      const sighting = once[place];
      if (again !== null && sighting) repeated.push({ at: place + again + 0.5, sighting });
    }
    return { once, repeated: repeated.sort((x, y) => x.at - y.at).map(({ sighting }) => sighting) };
  });

async function idsOf(
  sightings: readonly Sighting[],
  sizes: readonly number[],
): Promise<ReadonlySet<string>> {
  const { observe } = watch(rules, { latenessMs: 5_000 });
  const ids = new Set<string>();
  const left = [...sightings];
  for (let call = 0; left.length > 0; call += 1) {
    const portion = left.splice(0, sizes[call % sizes.length] ?? 1);
    for (const { id } of await observe(portion)) ids.add(id);
  }
  return ids;
}

test('the same windows ring in whatever portions events come, and how often', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(deliveries, sizes, async ({ once, repeated }, portions) => {
      const expected = await idsOf(once, [1]);
      expect(await idsOf(once, portions)).toEqual(expected);
      expect(await idsOf(repeated, portions)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
