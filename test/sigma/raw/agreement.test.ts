import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../../src/sigma/event.ts';
import { planRules } from '../../../src/sigma/match/plan-rules.ts';
import { openScreen } from '../../../src/sigma/raw/screen.ts';
import type { Item, Rule } from '../../../src/sigma/rule.ts';
import { eventFor } from '../plain/any-event.ts';
import { anyRule } from '../plain/arbitrary.ts';
import { plainMatches } from '../plain/evaluate.ts';

const view = { key: 'a', derived: [] };

/** The event as somebody may write it: with white space, and characters escaped here and there. */
function written(event: Event, spaced: boolean, escaped: readonly boolean[]): string {
  const text = JSON.stringify(event, null, spaced ? '\t' : '');
  let at = 0;
  // A letter that no escape stands before may be escaped: in a number or a word it may not.
  return text.replace(/(?<!\\)"(?:[^"\\]|\\.)*"/g, (quoted) =>
    quoted.replace(/\\.|[A-Za-z/\u0080-\uffff]/g, (part) => {
      at += 1;
      if (part.length > 1 || !escaped[at % escaped.length]) return part;
      return part === '/' ? '\\/' : `\\u${part.charCodeAt(0).toString(16).padStart(4, '0')}`;
    }),
  );
}

const seldom = fc.oneof(
  { weight: 6, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.boolean() },
);
const escapes = fc.oneof(
  { weight: 2, arbitrary: fc.constant([false]) },
  { weight: 1, arbitrary: fc.array(seldom, { minLength: 5, maxLength: 20 }) },
);

/** What makes a rule one that can be rejected by the text of an event. */
const guard: fc.Arbitrary<Item> = fc.oneof(
  fc.record({
    kind: fc.constant('field' as const),
    field: fc.constant('a'),
    modifiers: fc.constantFrom([], ['contains'], ['startswith'], ['cased']),
    values: fc.subarray(['Alpha', 'beta', 'Beta/Mu'], { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant('field' as const),
    field: fc.constantFrom('x', 'y.z'),
    modifiers: fc.constantFrom([], ['contains'], ['contains', 'all'], ['endswith']),
    values: fc.subarray(['Kindle', 'some/thing', 'x*12345'], { minLength: 1 }),
  }),
);

const guarded: fc.Arbitrary<Rule> = fc.tuple(anyRule(), guard).map(([rule, item]) => ({
  ...rule,
  detection: {
    selections: { ...rule.detection.selections, guard: item },
    condition: {
      kind: 'and',
      of: [{ kind: 'selection', name: 'guard' }, rule.detection.condition],
    },
  },
}));

const anyCase: fc.Arbitrary<readonly [readonly Rule[], Event]> = fc
  .array(guarded, { minLength: 1, maxLength: 3 })
  .chain((rules) =>
    fc.tuple(
      fc.constant(rules),
      fc.tuple(
        eventFor(rules),
        fc.record(
          {
            a: fc.constantFrom('Alpha', 'aLPHA', 'BETA', 'beta/mu', 'Gamma'),
            x: fc.constantFrom('kindle', 'a \u212Aindle', 'SOME/thing', 'x-12345', 12345, 'hay'),
            y: fc.constantFrom({ z: 'KINDLE' }, [{ z: ['hay', 'Some/Thing'] }], 'kindle', null),
          },
          { requiredKeys: ['a'] },
        ),
      ),
    ),
  )
  .map(([rules, [event, more]]) => [rules, { ...event, ...more }]);

test('no event that a rule matches is rejected, however it is written', () => {
  let rejected = 0;
  fc.assert(
    fc.property(anyCase, fc.boolean(), escapes, ([rules, event], spaced, escaped) => {
      const bytes = Buffer.from(written(event, spaced, escaped));
      const read: Event = JSON.parse(bytes.toString());
      const { a } = read;
      // All that can be known is: so as much is rejected as there is to reject.
      const known = typeof a === 'string' && /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(a) ? [a] : [];
      if (!openScreen(planRules(rules, view), { key: 'a', known }).rejects(bytes, 0, bytes.length))
        return;
      rejected += 1;
      for (const rule of rules) expect(plainMatches(rule, read)).toBe(false);
    }),
    { numRuns: 3000 },
  );
  expect(rejected).toBeGreaterThan(100);
});
