import { expect, test } from 'vitest';
import { createMemoryWindows } from '../../src/ledger/memory-windows.ts';
import type { Windows } from '../../src/ledger/windows.ts';
import { claim, entry, sightings } from './windows-contract.ts';

async function see(windows: Windows, key: string, ...entries: ReturnType<typeof entry>[]) {
  return await windows.see([sightings(entries, { key })]);
}

test('only so many groups are remembered, and those not seen for longest go first', async () => {
  const windows = createMemoryWindows({ mostGroups: 2 });
  await see(windows, 'a', entry('1', 1));
  await see(windows, 'b', entry('1', 1));
  await see(windows, 'a', entry('2', 2));
  expect((await see(windows, 'c', entry('1', 1))).forgotten).toEqual(['b']);
  expect((await see(windows, 'a')).states).toMatchObject([{ before: [{}, {}] }]);
});

test('only so many entries are remembered, and groups not seen for longest make room', async () => {
  const windows = createMemoryWindows({ mostEntries: 3 });
  const heavy = { ...entry('1', 1), values: ['x', 'y'] };
  expect((await see(windows, 'a', heavy)).forgotten).toEqual([]);
  expect((await see(windows, 'b', entry('1', 1))).forgotten).toEqual([]);
  expect((await see(windows, 'c', entry('1', 1))).forgotten).toEqual(['a']);
  const many = [1, 2, 3, 4].map((time) => entry(`${time}`, time));
  expect((await see(windows, 'd', ...many)).forgotten).toEqual(['b', 'c']);
  expect((await see(windows, 'd')).states).toMatchObject([{ before: many }]);
});

test('a group that had to go still knows its firings when it is seen again', async () => {
  const windows = createMemoryWindows({ mostGroups: 1 });
  const firing = { cause: '1', time: 1 };
  await see(windows, 'one', entry('1', 1));
  await windows.fire([claim('1', 1)]);
  expect((await see(windows, 'other', entry('1', 1))).forgotten).toEqual(['one']);
  expect((await see(windows, 'one', entry('1', 1))).states).toMatchObject([
    { before: [], firings: [firing] },
  ]);
  expect(await windows.fire([claim('1', 1)])).toEqual([[firing]]);
});
