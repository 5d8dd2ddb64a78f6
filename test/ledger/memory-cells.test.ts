import { expect, test } from 'vitest';
import { createMemoryCells } from '../../src/ledger/memory-cells.ts';
import { cellsContract, texts, write } from './cells-contract.ts';

cellsContract('memory', async () => {
  const cells = createMemoryCells({ now: Date.now });
  return () => cells;
});

test('a cell lives for as long as it was written for', async () => {
  let now = 1_000;
  const cells = createMemoryCells({ now: () => now });
  await write(cells, 'a', 'one', 10);
  now += 9;
  expect(await texts(cells, ['a'])).toEqual(['one']);
  now += 1;
  expect(await texts(cells, ['a'])).toEqual([undefined]);
});

test('only so many cells are remembered, and those written longest ago go first', async () => {
  const cells = createMemoryCells({ now: () => 0, mostCells: 2 });
  await write(cells, 'a', 'one');
  await write(cells, 'b', 'two');
  await write(cells, 'a', 'three');
  await write(cells, 'c', 'four');
  expect(await texts(cells, ['a', 'b', 'c'])).toEqual(['three', undefined, 'four']);
});
