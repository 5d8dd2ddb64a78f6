import { expect, test } from 'vitest';
import { createCellWindows } from '../../src/ledger/cell-windows.ts';
import { createMemoryCells } from '../../src/ledger/memory-cells.ts';
import { texts, write } from './cells-contract.ts';
import { claim, entry, sightings, windowsContract } from './windows-contract.ts';

windowsContract('cells', async () => createCellWindows(createMemoryCells({ now: Date.now })));

test('a group weighs only so much: the oldest entries go first, and are counted', async () => {
  const windows = createCellWindows(createMemoryCells({ now: Date.now }), { mostWeight: 4 });
  const heavy = { ...entry('b', 2), values: ['x', 'y'] };
  const long = { ...entry('c', 3), kept: ['k'.repeat(200), 'k'.repeat(56)] };
  const { states } = await windows.see([sightings([entry('a', 1), heavy, long])]);
  expect(states).toMatchObject([{ over: 1 }]);
  const again = await windows.see([sightings([entry('a', 1)])]);
  expect(again.states).toMatchObject([{ before: [heavy, long], known: [], over: 1 }]);
});

test('a group stays for as long as its cause may be delivered again', async () => {
  let now = 0;
  const windows = createCellWindows(createMemoryCells({ now: () => now }), { rememberMs: 1_000 });
  await windows.see([sightings([entry('a', 1)])]);
  await windows.fire([claim('a', 1)]);
  now = 1_099;
  expect((await windows.see([sightings([])])).states).toMatchObject([
    { firings: [{ cause: 'a' }] },
  ]);
  now = 1_100;
  expect((await windows.see([sightings([])])).states).toMatchObject([{ firings: [] }]);
});

test('what changes nothing is not written', async () => {
  const cells = createMemoryCells({ now: Date.now });
  const windows = createCellWindows({
    change: (keys, change) =>
      cells.change(keys, (text, index) => {
        const changed = change(text, index);
        if (text !== undefined && changed.write !== undefined) throw new Error('written again');
        return changed;
      }),
  });
  await windows.see([sightings([entry('a', 1)])]);
  expect((await windows.see([sightings([entry('a', 1)])])).states).toMatchObject([
    { known: ['a'] },
  ]);
});

test('a cell that holds no group is as good as none', async () => {
  const cells = createMemoryCells({ now: Date.now });
  const windows = createCellWindows(cells);
  for (const foreign of ['', 'null', '{"entries":[]}', '{"entries":[{}],"firings":[],"since":0}']) {
    await write(cells, 'one', foreign);
    const { states } = await windows.see([sightings([entry('a', 1)])]);
    expect(states).toMatchObject([{ before: [], known: [], since: -Infinity }]);
    expect(await texts(cells, ['one'])).not.toEqual([foreign]);
  }
});
