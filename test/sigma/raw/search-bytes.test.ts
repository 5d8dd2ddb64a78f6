import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openByteSet } from '../../../src/sigma/raw/byte-set.ts';
import { openFinger } from '../../../src/sigma/raw/finger.ts';
import { byteSearch } from '../../../src/sigma/raw/search-bytes.ts';

const letters = fc.string({
  unit: fc.constantFrom('a', 'b', 'A', 'B', '-', '1', 'é'),
  maxLength: 60,
});
const pattern = fc.string({
  unit: fc.constantFrom('a', 'b', '-', '1'),
  minLength: 2,
  maxLength: 6,
});

test('a search finds patterns in any case of ASCII letters', () => {
  fc.assert(
    fc.property(letters, fc.array(pattern, { minLength: 1, maxLength: 8 }), (text, patterns) => {
      const bytes = Buffer.from(text);
      const folded = bytes.toString('latin1').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
      const found = patterns.some((each) => folded.includes(each));
      expect(byteSearch(patterns)(bytes, 0, bytes.length)).toBe(found);
    }),
    { numRuns: 2000 },
  );
});

test('a search stays between its places', () => {
  const search = byteSearch(['needle']);
  const bytes = Buffer.from('a needle in hay');
  expect(search(bytes, 0, bytes.length)).toBe(true);
  expect(search(bytes, 0, 7)).toBe(false);
  expect(search(bytes, 3, bytes.length)).toBe(false);
  expect(byteSearch([])(bytes, 0, bytes.length)).toBe(false);
  const long = 'x'.repeat(1000);
  expect(byteSearch([long])(Buffer.from(`y${long}`), 0, 1001)).toBe(true);
});

test('a finger finds the next place wherever it is put', () => {
  fc.assert(
    fc.property(letters, pattern, fc.array(fc.nat(70), { maxLength: 10 }), (text, needle, from) => {
      const bytes = Buffer.from(text);
      const finger = openFinger(needle);
      for (const place of from) {
        const at = bytes.indexOf(needle, place);
        // Node.js begins at the end of the bytes for a place behind them.
        expect(finger.next(bytes, place)).toBe(at === -1 || at < place ? Infinity : at);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a set of texts knows those, and nothing else', () => {
  const texts = Array.from({ length: 300 }, (_, at) => `Name${at}`);
  const set = openByteSet(texts);
  for (const text of texts) expect(set.hasQuoted(Buffer.from(`"${text}"`), 1)).toBe(true);
  for (const text of ['Name300', 'Name', 'Name1', 'NAME1"', '']) {
    expect(set.hasQuoted(Buffer.from(text), 0)).toBe(false);
  }
  expect(openByteSet([]).hasQuoted(Buffer.from('a"'), 0)).toBe(false);
});
