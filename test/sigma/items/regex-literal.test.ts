import fc from 'fast-check';
import { expect, test } from 'vitest';
import { regexLiteral } from '../../../src/sigma/items/regex-literal.ts';
import { compileRegex, regexFault } from '../../../src/sigma/items/regex.ts';

test.each([
  ['Delete', 'Delete'],
  ['^Delete.*Desktops$', 'Desktops'],
  ['ab+cde', 'cde'],
  ['abc?de', 'ab'],
  ['abc*', 'ab'],
  ['abc{2,3}d', 'ab'],
  ['a\\.b', 'a.b'],
  ['ab\\d+cde\\w', 'cde'],
  ['x[abc]yz', 'yz'],
  ['x[]a]yz', 'yz'],
  ['x[^\\]]yz', 'yz'],
  ['.*', undefined],
  ['a?', undefined],
  ['(abc)', undefined],
  ['ab|cd', undefined],
  ['(?i)abc', undefined],
  ['ab\\x41', undefined],
  ['ab\\Qc\\E', undefined],
  ['ab\\pLc', undefined],
  ['^ab\u{1F600}?cd$', 'ab'],
  ['a{b|c}defg', undefined],
  ['a{b[c}d]efg', undefined],
  ['a{,2}bc', undefined],
  ['[]tool[ab]', undefined],
  ['[^]tool[ab]', undefined],
])('every text that %s matches holds %j', (source, expected) => {
  expect(regexLiteral(source)).toBe(expected);
});

test('what a regular expression matches holds its literal', () => {
  const plain = ['\u{1F600}', 'a', 'b', 'ab', '1', '-', ']', '}', '\\.', '\\\\', '\\['];
  const special = [
    '|',
    '(a)',
    '{a',
    '{,2}',
    '.',
    '^',
    '$',
    '*',
    '+',
    '?',
    '{2}',
    '{0,1}',
    '{',
    '\\d',
    '\\b',
  ];
  const piece = fc.constantFrom(...plain, ...special, '[ab]', '[^a]', '[]a]', '[]', '[^', '[');
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '\u{1F600}', '}', '.', '1', '\\', '[', '{'),
    maxLength: 8,
  });
  let held = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), text, (pieces, given) => {
      const source = pieces.join('');
      const literal = regexLiteral(source);
      if (literal === undefined || regexFault(source, '') !== undefined) return;
      if (!compileRegex(source, '')(given)) return;
      held += 1;
      expect(given).toContain(literal);
    }),
    { numRuns: 20_000 },
  );
  expect(held).toBeGreaterThan(100);
});
