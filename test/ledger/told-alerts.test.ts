import { expect, test } from 'vitest';
import { LedgerDownError } from '../../src/ledger/cells.ts';
import { createMemoryCells } from '../../src/ledger/memory-cells.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { createToldAlerts } from '../../src/ledger/told-alerts.ts';
import { ledgerThatMayGo } from './away.ts';
import { testedStores } from './stores.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

for (const store of testedStores('told')) {
  const { name, test: testIt } = store;

  testIt(`${name}: what is kept is found by every instance, and listed newest first`, async () => {
    let time = 0;
    const now = () => time;
    const cells = store.open(now);
    const [here, there] = [createToldAlerts(cells, now), createToldAlerts(cells, now)];
    expect(await there.recent(10)).toEqual([]);
    expect(await there.find('a')).toBeUndefined();
    expect(await here.keep([alert('a'), alert('b')])).toBe(true);
    time = 5;
    await there.keep([alert('c')]);
    expect(await here.find('c')).toEqual({ id: 'c', text: 'text of c', at: 5 });
    expect((await here.recent(10)).map(({ id, at }) => `${id}${at}`)).toEqual(['c5', 'b0', 'a0']);
    expect((await here.recent(1)).map(({ id }) => id)).toEqual(['c']);
  });

  testIt(`${name}: what is kept twice is kept once, as it was told last`, async () => {
    let time = 0;
    const now = () => time;
    const told = createToldAlerts(store.open(now), now);
    await told.keep([alert('a'), alert('b')]);
    time = 5;
    await told.keep([{ id: 'a', text: 'other' }]);
    expect(await told.recent(10)).toEqual([
      { id: 'a', text: 'other', at: 5 },
      { id: 'b', text: 'text of b', at: 0 },
    ]);
    expect(await told.keep([])).toBe(true);
  });

  testIt(
    `${name}: what is kept twice is joined where somebody says how, and listed once`,
    async () => {
      const now = () => 0;
      const told = createToldAlerts(store.open(now), now);
      const join = (known: string, text: string) => `${known}, ${text}`;
      await told.keep([alert('a'), { id: 'a', text: 'other' }], join);
      await told.keep([{ id: 'a', text: 'third' }], join);
      expect((await told.recent(10)).map(({ text }) => text)).toEqual(['text of a, other, third']);
    },
  );
}

test('the list is bounded, and an alert that fell out of it is still found', async () => {
  const told = createToldAlerts(createMemoryCells({ now: () => 0 }), () => 0);
  await told.keep(Array.from({ length: 250 }, (_, at) => alert(`${at}`)));
  const recent = await told.recent(1_000);
  expect(recent).toHaveLength(200);
  expect(recent.at(-1)?.id).toBe('50');
  expect(await told.find('0')).toMatchObject({ text: 'text of 0' });
});

test('an alert is forgotten after three days, however many come after it', async () => {
  let time = 0;
  const now = () => time;
  const told = createToldAlerts(createMemoryCells({ now }), now);
  await told.keep([alert('a')]);
  time = 2 * DAY_MS;
  await told.keep([alert('b')]);
  time = 3 * DAY_MS;
  expect(await told.find('a')).toBeUndefined();
  expect((await told.recent(10)).map(({ id }) => id)).toEqual(['b']);
});

test('where the store is away nothing is kept, and nobody knows what was', async () => {
  const { ledger, setAway } = ledgerThatMayGo();
  setAway(true);
  expect(await ledger.told.keep([alert('a')])).toBe(false);
  await expect(ledger.told.find('a')).rejects.toBeInstanceOf(LedgerDownError);
  await expect(ledger.told.recent(5)).rejects.toBeInstanceOf(LedgerDownError);
});

test('a ledger in memory keeps nothing: no other function would find it', async () => {
  const { told } = createMemoryLedger({ now: () => 0 });
  expect(await told.keep([alert('a')])).toBe(false);
  expect(await told.find('a')).toBeUndefined();
});

const alert = (id: string) => ({ id, text: `text of ${id}` });
