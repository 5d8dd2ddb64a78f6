import { expect, test } from 'vitest';
import { fit } from '../../src/channels/fit.ts';

test.each([
  [9, ['aaa', 'bb'], ['c', 'ddd'], false],
  [8, ['aaa', 'bb'], ['c'], true],
  [5, ['aaa', 'bb'], [], true],
  [4, ['aaa'], [], true],
  [2, [], [], true],
  [-1, [], [], true],
])('in %i there is room for %j and %j', (budget, facts, steps, cut) => {
  const fitted = fit(['aaa', 'bb'], ['c', 'ddd'], budget, (part) => part.length);
  expect(fitted).toEqual({ facts, steps, cut });
});
