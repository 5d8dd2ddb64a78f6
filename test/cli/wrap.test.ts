import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf, wrap } from '../../src/cli/wrap.ts';

test.each([
  ['', 10, ['']],
  ['short', 10, ['short']],
  ['one two three', 8, ['one two', 'three']],
  ['  one   two  ', 20, ['one   two']],
  ['exactly ten', 7, ['exactly', 'ten']],
  ['incomprehensibilities', 10, ['incompreh…']],
  ['an incomprehensible word', 10, ['an', 'incompreh…', 'word']],
  ['关键词不在消息里', 10, ['关键词不在', '消息里']],
  ['the robot 说 关键词不在', 14, ['the robot 说', '关键词不在']],
])('%j in %i columns', (text, width, lines) => {
  expect(wrap(text, width)).toEqual(lines);
});

test.each([
  ['plain', 5],
  ['删除', 4],
  ['ｗｉｄｅ', 8],
  ['e\u0301', 1],
  ['🗑🚨', 3],
  ['→', 1],
])('%s takes %i columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

test('no line is wider than it may be, and nothing but spaces is lost where words are short', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '删', '🚨', 'é'), maxLength: 5 });
  fc.assert(
    fc.property(fc.array(word), fc.integer({ min: 10, max: 30 }), (words, width) => {
      const lines = wrap(words.join(' '), width);
      for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
    }),
  );
});
