import { expect, test } from 'vitest';
import { mergeByTime } from '../../src/deadletters/merge-by-time.ts';

async function merged(...streams: readonly (readonly number[])[]): Promise<readonly number[]> {
  const all: number[] = [];
  const iterables = streams.map(async function* (times) {
    yield* times;
  });
  for await (const time of mergeByTime(iterables, (each) => each)) all.push(time);
  return all;
}

test.each([
  [[], []],
  [[[]], []],
  [[[1, 2]], [1, 2]],
  [
    [[1, 4], [], [2, 3, 5]],
    [1, 2, 3, 4, 5],
  ],
  // What came first in its stream stays first.
  [
    [[5, 1], [2]],
    [2, 5, 1],
  ],
])('%j is joined to %j', async (streams, expected) => {
  expect(await merged(...streams)).toEqual(expected);
});
