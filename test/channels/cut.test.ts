import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { characters, cut, jsonBytes, jsonCharacters } from '../../src/channels/cut.ts';

test.each<readonly [string, number, string]>([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['abcd', 1, '…'],
  ['abcd', 0, ''],
  ['', 0, ''],
  ['ab👩‍👩‍👧‍👦c', 6, 'ab…'],
  ['e\u0301e\u0301e\u0301', 4, 'e\u0301…'],
])('%j in %i characters is %j', (text, max, expected) => {
  expect(cut(text, max, characters)).toBe(expected);
});

test('bytes are those of the JSON', () => {
  expect(cut('删除云桌面', 15, jsonBytes)).toBe('删除云桌面');
  expect(cut('删除云桌面', 14, jsonBytes)).toBe('删除云…');
  expect(cut('""""', 7, jsonBytes)).toBe('""…');
});

test('a cluster without an end is cut between code points', () => {
  expect(cut(`a${'\u0301'.repeat(1_000_000)}`, 4, characters)).toBe('a\u0301\u0301…');
});

test('what is cut fits, is well-formed and is how the text begins', () => {
  const text = fc.string({ unit: 'binary', size: 'medium' });
  const size = fc.constantFrom(characters, jsonBytes, jsonCharacters);
  fc.assert(
    fc.property(text, fc.nat(200), size, (text, max, size) => {
      const short = cut(text, max, size);
      expect(size(short)).toBeLessThanOrEqual(max);
      expect(short.isWellFormed()).toBe(true);
      expect(text.startsWith(short.replace(/…$/u, ''))).toBe(true);
    }),
  );
});
