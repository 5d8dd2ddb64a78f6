import { expect, test } from 'vitest';
import { LedgerDownError } from '../../src/ledger/cells.ts';
import { createDueLetters } from '../../src/ledger/due-letters.ts';
import { createMemoryCells } from '../../src/ledger/memory-cells.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { ledgerThatMayGo } from './away.ts';
import { testedStores } from './stores.ts';

for (const store of testedStores('letters')) {
  const { name, test: testIt } = store;
  function open() {
    let time = 0;
    const now = () => time;
    const cells = store.open(now);
    const goTo = (moment: number) => void (time = moment);
    return { here: createDueLetters(cells, now), there: createDueLetters(cells, now), goTo };
  }

  testIt(`${name}: a letter is due from its moment on, for every instance`, async () => {
    const { here, there, goTo } = open();
    await here.hold([letter('a', 5), letter('b', 9)]);
    expect(await there.due(10)).toEqual([]);
    goTo(5);
    const due = { id: 'a', to: 'slack', text: 'text of a', dueAt: 5, tries: 0 };
    expect(await there.due(10)).toEqual([due]);
    goTo(9);
    expect((await here.due(10)).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await here.due(1)).toEqual([due]);
  });

  testIt(`${name}: a try is one caller's, counted before it is made`, async () => {
    const { here, there, goTo } = open();
    await here.hold([letter('a', 0)]);
    const first = { id: 'a', tries: 0 };
    const begun = await Promise.all([here.begin(first, 100), there.begin(first, 100)]);
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(await here.due(10)).toEqual([]);
    goTo(100);
    expect(await there.due(10)).toMatchObject([{ id: 'a', dueAt: 100, tries: 1 }]);
    expect(await there.begin({ id: 'nobody', tries: 0 }, 100)).toBe(false);
  });

  testIt(`${name}: what waits is not counted as a try`, async () => {
    const { here, goTo } = open();
    await here.hold([letter('a', 0), letter('b', 0), letter('c', 0, ''), letter('d', 90)]);
    await here.delay({ to: 'slack' }, 50);
    await here.delay({ id: 'c' }, 20);
    await here.delay({ id: 'nobody' }, 50);
    expect(await here.due(10)).toEqual([]);
    goTo(50);
    expect((await here.due(10)).map(({ id, tries }) => [id, tries])).toEqual([
      ['c', 0],
      ['a', 0],
      ['b', 0],
    ]);
    goTo(90);
    expect(await here.due(10)).toHaveLength(4);
  });

  testIt(
    `${name}: what has been due for longest goes first, however much stands before it`,
    async () => {
      const { here, goTo } = open();
      await here.hold([letter('a', 0), letter('b', 0), letter('c', 5)]);
      await here.delay({ id: 'a' }, 8);
      goTo(9);
      expect((await here.due(2)).map(({ id }) => id)).toEqual(['b', 'c']);
    },
  );

  testIt(`${name}: what is held again keeps its tries, and has the newer text`, async () => {
    const { here } = open();
    await here.hold([letter('a', 0)]);
    await here.begin({ id: 'a', tries: 0 }, 0);
    await here.hold([{ ...letter('a', 70), text: 'other' }]);
    expect(await here.due(10)).toMatchObject([{ id: 'a', text: 'other', dueAt: 0, tries: 1 }]);
  });

  testIt(`${name}: what is dropped is gone`, async () => {
    const { here } = open();
    await here.hold([letter('a', 0), letter('b', 0)]);
    await here.drop(['a', 'nobody']);
    await here.drop([]);
    expect((await here.due(10)).map(({ id }) => id)).toEqual(['b']);
  });
}

test('letters are bounded: the oldest go first, and their texts with them', async () => {
  const cells = createMemoryCells({ now: () => 0 });
  const letters = createDueLetters(cells, () => 0);
  await letters.hold([letter('first', 0)]);
  await letters.hold(Array.from({ length: 600 }, (_, at) => letter(`${at}`, 0)));
  const due = await letters.due(1_000);
  expect(due).toHaveLength(500);
  expect(due[0]).toMatchObject({ id: '100', text: 'text of 100' });
  const [text] = await cells.change([JSON.stringify(['text', 'first'])], (known) => ({
    answer: known,
  }));
  expect(text).toBe('');
});

test('where the store is away nothing is held, which is said nowhere: letters are kept elsewhere', async () => {
  const { ledger, setAway } = ledgerThatMayGo();
  setAway(true);
  await ledger.letters.hold([letter('a', 0)]);
  await expect(ledger.letters.due(5)).rejects.toBeInstanceOf(LedgerDownError);
  await expect(ledger.letters.begin({ id: 'a', tries: 0 }, 5)).rejects.toBeInstanceOf(
    LedgerDownError,
  );
  setAway(false);
  expect(await ledger.letters.due(5)).toEqual([]);
});

test('a ledger in memory holds no letters', async () => {
  const { letters } = createMemoryLedger({ now: () => 0 });
  await letters.hold([letter('a', 0)]);
  expect(await letters.due(5)).toEqual([]);
});

function letter(id: string, dueAt: number, to = 'slack') {
  return { id, to, text: `text of ${id}`, dueAt };
}
