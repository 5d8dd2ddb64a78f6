import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../../src/sigma/event.ts';
import { compileRules } from '../../../src/sigma/match/compile-rules.ts';
import { openJudge } from '../../../src/sigma/match/judge.ts';
import { parseRules } from '../../../src/sigma/parse/parse-rules.ts';
import type { Item, Rule, Selection } from '../../../src/sigma/rule.ts';
import { ruleText } from '../one-rule.ts';
import { eventFor } from '../plain/any-event.ts';
import { anyRule } from '../plain/arbitrary.ts';

const judge = openJudge();

test.each<[detection: string, event: Event, judged: string]>([
  ['sel: {s: x, e: y}, condition: sel', { s: 'X', e: 'y' }, 'always'],
  ['sel: {s: x, e: y}, condition: sel', { s: 'z' }, 'never'],
  ['sel: {s: x, other: 1}, condition: sel', { s: 'x' }, 'open'],
  ['sel: {s: x, other: 1}, condition: sel', { s: 'z' }, 'never'],
  ['a: {s: x}, b: {other: 1}, condition: a or b', { s: 'x' }, 'always'],
  ['a: {s: x}, b: {other: 1}, condition: not 1 of them', { s: 'x' }, 'never'],
  ['a: {s|exists: false}, condition: a', {}, 'always'],
  // What is not known may be anything, twice.
  ['a: {other: 1}, condition: a and not a', {}, 'open'],
  ['a: {s|fieldref: other}, condition: a', { s: 'x' }, 'open'],
  ['a: [x], condition: a', { s: 'x' }, 'open'],
])('{%s} of what is known by %j is judged %s', (detection, event, judged) => {
  const { rules, problems } = parseRules(ruleText(`detection: {${detection}}`), 'test.yml');
  expect(problems).toEqual([]);
  expect(rules.map((rule) => judge(rule.detection, event, ['s', 'e']))).toEqual([judged]);
});

function itemsIn(selection: Selection): readonly Item[] {
  if (selection.kind === 'all' || selection.kind === 'any') return selection.of.flatMap(itemsIn);
  return [selection];
}

function itemsOf({ detection }: Rule): readonly Item[] {
  return Object.values(detection.selections).flatMap(itemsIn);
}

/** A rule, some of the fields that it asks for, and two events. Ways into maps are other fields' too. */
const anyCase = anyRule().chain((rule) => {
  const fields = itemsOf(rule).flatMap((item) => (item.kind === 'field' ? [item.field] : []));
  const plain = [...new Set(fields)].filter((field) => !field.includes('.'));
  return fc.tuple(fc.constant(rule), fc.subarray(plain), eventFor([rule]), eventFor([rule]));
});

function matches(rule: Rule, event: Event): boolean {
  const found = compileRules([rule]).match(event, (_, error) => {
    throw error;
  });
  return found.length > 0;
}

test('what is always or never so is so whatever the fields hold that are not known', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyCase, ([rule, known, event, other]) => {
      const judged = judge(rule.detection, event, known);
      seen.add(judged);
      if (judged === 'open') return;
      // `__proto__` is to be a key like any other.
      const mixed = Object.fromEntries([
        ...Object.entries(other).filter(([key]) => !known.includes(key)),
        ...Object.entries(event).filter(([key]) => known.includes(key)),
      ]);
      expect(matches(rule, mixed)).toBe(judged === 'always');
    }),
    { numRuns: 1000 },
  );
  expect(seen).toEqual(new Set(['always', 'never', 'open']));
});

test('nothing is open of a rule whose fields are all known', () => {
  const cases = anyRule().chain((rule) => fc.tuple(fc.constant(rule), eventFor([rule])));
  fc.assert(
    fc.property(cases, ([rule, event]) => {
      const items = itemsOf(rule);
      fc.pre(
        items.every(({ modifiers, kind }) => kind === 'field' && !modifiers.includes('fieldref')),
      );
      const known = items.flatMap((item) => (item.kind === 'field' ? [item.field] : []));
      const expected = matches(rule, event) ? 'always' : 'never';
      expect(judge(rule.detection, event, known)).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});
