import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../../src/sigma/event.ts';
import { compileRules } from '../../../src/sigma/match/compile-rules.ts';
import type { Rule, RuleHead } from '../../../src/sigma/rule.ts';
import { eventFor } from '../plain/any-event.ts';
import { anyRule } from '../plain/arbitrary.ts';
import { plainMatches } from '../plain/evaluate.ts';

function throwFault(_: RuleHead, error: unknown): never {
  throw error;
}

/** The places of the rules that match, so that a difference is short to read. */
function fastly(rules: readonly Rule[], event: Event): readonly number[] {
  return compileRules(rules)
    .match(event, throwFault)
    .map((rule) => rules.findIndex((each) => each === rule));
}

function plainly(rules: readonly Rule[], event: Event): readonly number[] {
  return [...rules.keys()].filter((place) => {
    const rule = rules[place];
    return rule !== undefined && plainMatches(rule, event);
  });
}

function anySet(
  least: number,
  most: number,
): fc.Arbitrary<readonly [readonly Rule[], readonly Event[]]> {
  return fc
    .array(anyRule(), { minLength: least, maxLength: most })
    .chain((rules) =>
      fc.tuple(fc.constant(rules), fc.array(eventFor(rules), { minLength: 1, maxLength: 3 })),
    );
}

test.each([
  ['one rule alone', 1, 1, 6000],
  ['a few rules together', 2, 4, 3000],
  ['many rules together', 5, 8, 1000],
])('%s answers as the plain evaluator does', (_, least, most, numRuns) => {
  fc.assert(
    fc.property(anySet(least, most), ([rules, events]) => {
      for (const event of events) expect(fastly(rules, event)).toEqual(plainly(rules, event));
    }),
    { numRuns },
  );
});

test('a set answers every event as if it were the first', () => {
  fc.assert(
    fc.property(anySet(1, 4), ([rules, events]) => {
      const set = compileRules(rules);
      const matched = (event: Event): readonly RuleHead[] => set.match(event, throwFault);
      const before = events.map(matched);
      expect(events.toReversed().map(matched).toReversed()).toEqual(before);
    }),
    { numRuns: 500 },
  );
});
