import fc from 'fast-check';
import { expect, test } from 'vitest';
import { literalFinder } from '../../../src/sigma/match/find-literals.ts';

test('every literal that is in a text is found, and no other', () => {
  const unit = fc.constantFrom('a', 'b', 'c', 'é', '\u{1F600}', '\u4e2d');
  const literals = fc.uniqueArray(fc.string({ unit, minLength: 1, maxLength: 5 }), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(literals, fc.string({ unit, maxLength: 30 }), (wanted, text) => {
      const found = new Set<number>();
      literalFinder(wanted)(text, (index) => found.add(index));
      const expected = [...wanted.keys()].filter((index) => text.includes(wanted[index] ?? ''));
      expect([...found].toSorted((a, b) => a - b)).toEqual(expected);
    }),
    { numRuns: 3000 },
  );
});

test('ten thousand literals are found in one pass', () => {
  const literals = Array.from({ length: 10_000 }, (_, at) => `literal-${at}-end`);
  const found = new Set<number>();
  const text = literals.slice(5_000, 5_100).join(' ');
  literalFinder(literals)(text, (index) => found.add(index));
  expect(found.size).toBe(100);
});
