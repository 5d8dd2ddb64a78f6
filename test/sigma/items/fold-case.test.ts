import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldCase } from '../../../src/sigma/items/fold-case.ts';

test.each([
  ['DeleteVpcEndpoint', 'deletevpcendpoint'],
  ['ÄÖÜ', 'äöü'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['οδος', 'οδοσ'],
  ['İ', 'İ'],
  ['删除', '删除'],
  ['\ud83d', '\ud83d'],
])('%j folds to %j', (text, folded) => {
  expect(foldCase(text)).toBe(folded);
});

test('folding goes character by character, so a part of a text folds to a part', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(foldCase(a + b)).toBe(foldCase(a) + foldCase(b));
      expect(Array.from(foldCase(a)).length).toBe(Array.from(a).length);
    }),
    { numRuns: 1000 },
  );
});
