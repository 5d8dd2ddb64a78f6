import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openCorrelator } from '../../../src/sigma/correlate/correlator.ts';
import type { WindowEntry, WindowFiring, Windows } from '../../../src/sigma/correlate/windows.ts';
import { correlationTypes, type Correlation } from '../../../src/sigma/correlation-rule.ts';
import type { Rule } from '../../../src/sigma/rule.ts';
import { anyCorrelation, anySightings, ruleNames } from '../plain/any-correlation.ts';
import { heading } from '../plain/arbitrary.ts';
import { plainCorrelate, type Firing, type Sighting } from '../plain/correlate.ts';

const detection = {
  selections: { s: { kind: 'field', field: 'a', modifiers: [], values: ['x'] } },
  condition: { kind: 'selection', name: 's' },
} as const;

const rules: readonly Rule[] = ruleNames.map((name) => ({ ...heading, name, detection }));

/** Longer than anything generated: the twin forgets nothing either. */
const latenessMs = 24 * 60 * 60 * 1000;

/** Each event alone, in the order of arrival. What comes again rings again, under the same id. */
async function correlate(
  correlation: Correlation,
  sightings: readonly Sighting[],
): Promise<readonly Firing[]> {
  const { logsource: _, ...rest } = heading;
  const rule = { ...rest, id: 'c', correlation };
  const onBound = (): never => expect.unreachable();
  const correlator = openCorrelator(rules, [rule], openMemory(), { onBound, latenessMs });
  const found = new Map<string, Firing>();
  for (const { id, time, event, rules: names } of sightings) {
    const matched = rules.filter(({ name }) => name !== undefined && names.includes(name));
    const firings = await correlator.observe(
      matched.map((each) => ({ rule: each, id, time, event, kept: id })),
    );
    for (const { id: firing, group, lastSeen, events } of firings) {
      if (found.has(firing)) continue;
      found.set(firing, { group: group.map(({ value }) => value), time: lastSeen, ids: events });
    }
  }
  return [...found.values()];
}

/** Windows that remember everything. */
function openMemory(): Windows {
  const entries = new Map<string, readonly WindowEntry[]>();
  const firings = new Map<string, readonly WindowFiring[]>();
  return {
    see: async (groups) => ({
      forgotten: [],
      states: groups.map(({ key, entries: given }) => {
        const before = entries.get(key) ?? [];
        const has = (id: string): boolean => before.some((entry) => entry.id === id);
        const added = given.filter(({ id }) => !has(id));
        entries.set(
          key,
          [...before, ...added].toSorted((a, b) => a.time - b.time),
        );
        const known = given.map(({ id }) => id).filter(has);
        const rung = firings.get(key) ?? [];
        return { before, firings: rung, since: -Infinity, known, late: [], over: 0 };
      }),
    }),
    fire: async (claims) =>
      claims.map(({ key, cause, time, quietMs }) => {
        const rung = firings.get(key) ?? [];
        const free = rung.every(
          (one) => one.cause !== cause && Math.abs(one.time - time) > quietMs,
        );
        const now = free ? [...rung, { cause, time }] : rung;
        firings.set(
          key,
          now.toSorted((a, b) => a.time - b.time),
        );
        return firings.get(key) ?? [];
      }),
  };
}

/** Firings of one event in several groups may come in any order. */
function sorted(firings: readonly Firing[]): readonly string[] {
  return firings.map((firing) => JSON.stringify(firing)).toSorted();
}

test.each(correlationTypes)('%s finds what its plain twin finds', async (type) => {
  const given = anyCorrelation(type).chain((correlation) =>
    fc.tuple(fc.constant(correlation), anySightings(correlation.rules)),
  );
  await fc.assert(
    fc.asyncProperty(given, async ([correlation, sightings]) => {
      const found = await correlate(correlation, sightings);
      expect(sorted(found)).toEqual(sorted(plainCorrelate(correlation, sightings)));
    }),
    { numRuns: 500 },
  );
});
