import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchPattern } from '../../../src/sigma/items/match-pattern.ts';
import { anyOne, anyRun, parsePattern, type Pattern } from '../../../src/sigma/items/pattern.ts';

test.each<[string, Pattern]>([
  ['', []],
  ['plain', ['plain']],
  ['a*b?c', ['a', anyRun, 'b', anyOne, 'c']],
  ['**', [anyRun, anyRun]],
  [String.raw`\*`, ['*']],
  [String.raw`\?`, ['?']],
  [String.raw`\\`, ['\\']],
  [String.raw`\\*`, ['\\', anyRun]],
  [String.raw`\\?`, ['\\', anyOne]],
  [String.raw`\\\*`, ['\\*']],
  [String.raw`\\\\*`, ['\\\\', anyRun]],
  [String.raw`C:\Windows\n`, [String.raw`C:\Windows\n`]],
  [String.raw`a\\b`, [String.raw`a\b`]],
  [String.raw`\\\\server`, [String.raw`\\server`]],
  ['ends\\', ['ends\\']],
  ['*\\', [anyRun, '\\']],
])('%j is read as the pattern %j', (text, pattern) => {
  expect(parsePattern(text)).toEqual(pattern);
});

test.each([
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['*', 'anything', true],
  ['**', '', true],
  ['?', '', false],
  ['?', 'a', true],
  ['?', 'ab', false],
  ['?', '\u{1f514}', true],
  ['??', '\u{1f514}', false],
  ['?', '\ud83d', true],
  ['*?', '\u{1f514}', true],
  ['abc', 'abc', true],
  ['abc', 'abcd', false],
  ['ab*', 'abc', true],
  ['ab*', 'ab', true],
  ['ab*', 'cab', false],
  ['*bc', 'abc', true],
  ['*bc', 'bcd', false],
  ['*b*', 'abc', true],
  ['a*c', 'abc', true],
  ['a*c', 'ac', true],
  ['a*a', 'a', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['*ab', 'aab', true],
  ['a?c', 'abc', true],
  ['*?b', 'b', false],
  ['*a?', 'aab', true],
])('the pattern %j on %j answers %j', (pattern, text, expected) => {
  expect(matchPattern(parsePattern(pattern))(text)).toBe(expected);
});

test('a pattern answers as a slow and obviously right twin does', () => {
  const part = fc.constantFrom('a', 'b', 'ab', '\u{1f514}', anyRun, anyOne);
  const letter = fc.constantFrom('a', 'b', '\u{1f514}');
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 7 }),
      fc.array(letter, { maxLength: 9 }),
      (parts, letters) => {
        const pattern = joinTexts(parts);
        expect(matchPattern(pattern)(letters.join(''))).toBe(matchSlowly(parts, letters.join('')));
      },
    ),
    { numRuns: 2000 },
  );
});

test('many wildcards against a long text come to an answer', () => {
  const text = 'a'.repeat(100_000);
  expect(matchPattern(parsePattern('*a*a*a*a*a*a*a*a*b'))(text)).toBe(false);
  expect(matchPattern(parsePattern('*a?a*a?a*a?a*'))(text)).toBe(true);
});

/** Tries every way to split the text. */
function matchSlowly(pattern: Pattern, text: string): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text === '';
  const characters = Array.from(text);
  if (first === anyOne) {
    return characters.length > 0 && matchSlowly(rest, characters.slice(1).join(''));
  }
  if (first === anyRun) {
    return [...characters, ''].some((_, skip) =>
      matchSlowly(rest, characters.slice(skip).join('')),
    );
  }
  return text.startsWith(first) && matchSlowly(rest, text.slice(first.length));
}

function joinTexts(parts: Pattern): Pattern {
  const joined: (string | typeof anyRun | typeof anyOne)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined.splice(-1, 1, last + part);
    else joined.push(part);
  }
  return joined;
}
