import { expect, test } from 'vitest';
import { didYouMean } from '../../src/sigma/did-you-mean.ts';

test.each([
  ['endwith', ": did you mean 'endswith'?"],
  ['contians', ": did you mean 'contains'?"],
  ['al', ": did you mean 'all'?"],
  ['regex', ''],
  ['', ''],
])('for %j the hint is %j', (word, hint) => {
  expect(didYouMean(word, ['contains', 'startswith', 'endswith', 'all'])).toBe(hint);
});

test('without candidates there is no hint', () => {
  expect(didYouMean('x', [])).toBe('');
});
