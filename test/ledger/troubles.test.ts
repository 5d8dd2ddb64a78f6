import { expect, test } from 'vitest';
import { LedgerDownError } from '../../src/ledger/cells.ts';
import { createTroubles } from '../../src/ledger/troubles.ts';
import { ledgerThatMayGo } from './away.ts';
import { testedStores } from './stores.ts';

const quiet = { kind: 'no-records', subject: '', since: 3 } as const;
const still = { kind: 'shard-stands-still', subject: '1', since: 5 } as const;

for (const store of testedStores('troubles')) {
  const { name, test: testIt } = store;
  function open() {
    let time = 0;
    const now = () => time;
    const cells = store.open(now);
    const goTo = (moment: number) => void (time = moment);
    return { here: createTroubles(cells, now), there: createTroubles(cells, now), goTo };
  }

  testIt(`${name}: a trouble is one caller's to tell, and tried again after a while`, async () => {
    const { here, there, goTo } = open();
    expect(await here.look([quiet, still], 10)).toEqual({ due: [quiet, still], over: [] });
    expect(await there.look([quiet, still], 10)).toEqual({ due: [], over: [] });
    goTo(10);
    expect(await there.look([still], 10)).toEqual({ due: [still], over: [] });
  });

  testIt(
    `${name}: what was told is due again then, and that it is over is told by one`,
    async () => {
      const { here, there, goTo } = open();
      await here.look([quiet], 10);
      await here.told(quiet, 'slack', 100);
      goTo(99);
      expect(await there.look([quiet], 10)).toEqual({ due: [], over: [] });
      goTo(100);
      expect(await there.look([quiet], 10)).toEqual({ due: [quiet], over: [] });
      expect(await here.look([], 10)).toEqual({ due: [], over: [{ ...quiet, toldTo: 'slack' }] });
      expect(await there.look([], 10)).toEqual({ due: [], over: [] });
      await here.close(quiet);
      goTo(200);
      expect(await there.look([], 10)).toEqual({ due: [], over: [] });
      expect(await there.look([quiet], 10)).toEqual({ due: [quiet], over: [] });
    },
  );

  testIt(`${name}: that it is over is said again until somebody heard it`, async () => {
    const { here, there, goTo } = open();
    const over = [{ ...quiet, toldTo: 'slack' }];
    await here.look([quiet], 10);
    await here.told(quiet, 'slack', 100);
    expect(await here.look([], 10)).toEqual({ due: [], over });
    goTo(10);
    expect(await there.look([], 10)).toEqual({ due: [], over });
    // It begins anew before anybody heard that it was over.
    expect(await there.look([quiet], 10)).toEqual({ due: [], over: [] });
    await here.close(quiet);
    goTo(20);
    expect(await there.look([quiet], 10)).toEqual({ due: [quiet], over: [] });
    expect(await there.look([], 10)).toEqual({ due: [], over });
  });

  testIt(`${name}: of what nobody was told, nobody hears that it is over`, async () => {
    const { here } = open();
    await here.look([quiet], 10);
    await here.told(still, 'slack', 100);
    expect(await here.look([], 10)).toEqual({ due: [], over: [] });
  });
}

test('where the store is away, who looks is told', async () => {
  const { ledger, setAway } = ledgerThatMayGo();
  setAway(true);
  await expect(ledger.troubles.look([quiet], 10)).rejects.toBeInstanceOf(LedgerDownError);
});
