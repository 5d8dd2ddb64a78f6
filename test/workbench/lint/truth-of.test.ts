import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileRules } from '../../../src/sigma/match/compile-rules.ts';
import { parseRules } from '../../../src/sigma/parse/parse-rules.ts';
import { truthOf } from '../../../src/workbench/lint/truth-of.ts';
import { eventFor } from '../../sigma/plain/any-event.ts';
import { anyRule } from '../../sigma/plain/arbitrary.ts';

function truthOfText(detection: string) {
  const text = `title: T\nlogsource: { product: p }\ndetection: { ${detection} }\n`;
  const { rules, problems } = parseRules(text, 'a.yml');
  expect(problems).toEqual([]);
  return rules.map((rule) => truthOf(rule.detection))[0];
}

test.each([
  ['never', 'a: { f: x }, condition: a and not a'],
  ['never', 'a: { f: x }, b: { f|neq: x }, condition: a and b'],
  ['never', 'a: { f: [x, y] }, b: { f: [y, z, x] }, condition: a and not b'],
  ['never', 'a: { f|all: [x, y, z] }, b: { f|all: [y, x] }, condition: a and not b'],
  ['never', 'a: { f|exists: true }, b: { f|exists: false }, condition: all of them'],
  ['never', 'a: { f|contains: x }, b: { f|exists: false }, condition: a and b'],
  ['always', 'a: { f: x }, condition: a or not a'],
  ['always', 'a: { f|exists: true }, b: { f|exists: false }, condition: 1 of them'],
  ['open', 'a: { f: x }, b: { f: y }, condition: a and not b'],
  // A list may hold both.
  ['open', 'a: { f: x }, b: { f: y }, condition: a and b'],
  ['open', 'a: { f: null }, b: { f|exists: false }, condition: a and b'],
  ['open', 'a: { f: x }, b: { g: [x, y] }, condition: a and not b'],
  ['open', 'a: { f: x }, b: { f|cased: X }, condition: a and not b'],
  ['never', 'a: { f: root-account }, b: { f: ROOT-ACCOUNT }, condition: a and not b'],
  ['never', 'a: { f|contains: É }, b: { f|contains: [x, é] }, condition: a and not b'],
  ['open', 'a: { f|cased: x }, b: { f|cased: X }, condition: a and not b'],
  ['open', 'a: { f|re: \\d }, b: { f|re: \\D }, condition: a and not b'],
  ['open', 'a: { f|base64: x }, b: { f|base64: X }, condition: a and not b'],
  ['open', 'a: { f|fieldref: g }, b: { f|fieldref: G }, condition: a and not b'],
])('%s holds { %s }', (truth, detection) => {
  expect(truthOfText(detection)).toBe(truth);
});

test('what is said to hold never or always does so, whatever the event is', () => {
  const cases = anyRule().chain((rule) => fc.tuple(fc.constant(rule), eventFor([rule])));
  const seen = new Set<string>();
  fc.assert(
    fc.property(cases, ([rule, event]) => {
      const truth = truthOf(rule.detection);
      seen.add(truth);
      const matches = compileRules([rule]).match(event, () => {}).length > 0;
      if (truth !== 'open') expect(matches).toBe(truth === 'always');
    }),
    { numRuns: 1000 },
  );
  expect(seen).toEqual(new Set(['open', 'always', 'never']));
});
