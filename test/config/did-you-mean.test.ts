import { expect, test } from 'vitest';
import { choiceOf, didYouMean } from '../../src/config/did-you-mean.ts';

test.each([
  ['chanels', ['channels', 'rules'], 'channels'],
  ['rigns', ['rings', 'rule'], 'rings'],
  ['Level', ['level'], 'level'],
  ['x', ['at'], undefined],
  ['foo', ['file', 'for'], 'for'],
  ['foo', ['file'], undefined],
  ['anything', [], undefined],
])('%s among %j is probably %s', (word, known, meant) => {
  const otherwise = 'Remove it';
  expect(didYouMean(word, known, otherwise)).toBe(
    meant === undefined ? otherwise : `Did you mean ${meant}?`,
  );
});

test('choices are listed as people would', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(choiceOf)).toEqual([
    '',
    'a',
    'a or b',
    'a, b or c',
  ]);
});
