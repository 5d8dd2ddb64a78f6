import { expect, test } from 'vitest';
import { type Cells, LedgerDownError } from '../../src/ledger/cells.ts';
import { createMemoryCells } from '../../src/ledger/memory-cells.ts';
import { createPulses } from '../../src/ledger/pulses.ts';
import { ledgerThatMayGo } from './away.ts';
import { testedStores } from './stores.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

for (const store of testedStores('pulses')) {
  const { name, test: testIt } = store;
  function open() {
    let time = 0;
    const now = () => time;
    const cells = store.open(now);
    const goTo = (moment: number) => void (time = moment);
    return { here: createPulses(cells, now), there: createPulses(cells, now), goTo };
  }

  testIt(`${name}: a first look begins the time that is watched over, and it stays`, async () => {
    const { here, there, goTo } = open();
    goTo(7);
    expect(await here.read()).toEqual({ since: 7, shards: [], channels: [] });
    goTo(9);
    expect(await there.read()).toMatchObject({ since: 7 });
  });

  testIt(
    `${name}: a call that comes to a good end leaves when it was, and whether records came`,
    async () => {
      const { here, there, goTo } = open();
      await here.begin(0);
      goTo(2);
      await here.end({ ...beat, records: 3 });
      goTo(60);
      await there.begin(0);
      goTo(61);
      await there.end(beat);
      expect((await here.read()).shards).toEqual([{ shard: 0, calledAt: 60, recordsAt: 2 }]);
    },
  );

  testIt(`${name}: a shard fails since its first call that did not end well`, async () => {
    const { here, goTo } = open();
    await here.begin(0);
    await here.end(beat);
    goTo(10);
    await here.begin(0);
    goTo(12);
    await here.end({ ...beat, failed: 'timeout' });
    goTo(20);
    await here.begin(0);
    const [shard] = (await here.read()).shards;
    expect(shard).toMatchObject({ calledAt: 20, failingSince: 10, reason: 'timeout' });
    await here.end(beat);
    expect((await here.read()).shards).toEqual([{ shard: 0, calledAt: 20 }]);
  });

  testIt(`${name}: of a call that does not even end its beginning is left`, async () => {
    const { here, goTo } = open();
    goTo(5);
    await here.begin(3);
    expect((await here.read()).shards).toEqual([{ shard: 3, calledAt: 5, failingSince: 5 }]);
  });

  testIt(
    `${name}: a channel fails since it first took nothing, until it takes something`,
    async () => {
      const { here, there, goTo } = open();
      await here.end({ ...beat, channels: [{ channel: 'slack', failed: 'gone' }] });
      goTo(5);
      await there.sent([
        { channel: 'slack', failed: 'still gone' },
        { channel: 'ops', failed: undefined },
      ]);
      await there.sent([]);
      expect((await here.read()).channels).toEqual([
        { channel: 'slack', failingSince: 0, reason: 'still gone' },
        { channel: 'ops' },
      ]);
      await here.sent([{ channel: 'slack', failed: undefined }]);
      expect((await here.read()).channels).toContainEqual({ channel: 'slack' });
    },
  );

  testIt(`${name}: shards that are called at once are all known`, async () => {
    const { here, there } = open();
    const shards = Array.from({ length: 16 }, (_, at) => at);
    await Promise.all(shards.map((shard) => (shard % 2 === 0 ? here : there).begin(shard)));
    const known = (await here.read()).shards.map(({ shard }) => shard);
    expect(known.toSorted((a, b) => a - b)).toEqual(shards);
  });
}

test('shards and channels that are known do not wait for each other', async () => {
  const written: string[] = [];
  const memory = createMemoryCells({ now: () => 4 });
  const cells: Cells = {
    change: (keys, change) =>
      memory.change(keys, (text, at) => {
        const changed = change(text, at);
        if (changed.write !== undefined) written.push(keys[at] ?? '');
        return changed;
      }),
  };
  const pulses = createPulses(cells, () => 4);
  const call = async (shard: number, channel: string) => {
    written.length = 0;
    await pulses.begin(shard);
    await pulses.end({ ...beat, shard, channels: [{ channel, failed: undefined }] });
    return new Set(written);
  };
  await call(0, 'slack');
  await call(1, 'ops');
  const [one, other] = [await call(0, 'slack'), await call(1, 'ops')];
  expect([...one].filter((key) => other.has(key))).toEqual([]);
});

test('a channel that failed one message and refused another is known once', async () => {
  const pulses = createPulses(createMemoryCells({ now: () => 4 }), () => 4);
  await pulses.sent([
    { channel: 'slack', failed: 'HTTP 500' },
    { channel: 'slack', failed: 'HTTP 403' },
  ]);
  expect((await pulses.read()).channels).toEqual([
    { channel: 'slack', failingSince: 4, reason: 'HTTP 403' },
  ]);
});

test('a call of which only the end reached the store is known by that', async () => {
  const pulses = createPulses(createMemoryCells({ now: () => 4 }), () => 4);
  await pulses.end({ ...beat, records: 1 });
  expect((await pulses.read()).shards).toEqual([{ shard: 0, calledAt: 4, recordsAt: 4 }]);
});

test('a shard that was not called for a month was split or merged', async () => {
  let time = 0;
  const now = () => time;
  const pulses = createPulses(createMemoryCells({ now }), now);
  await pulses.begin(0);
  time = 29 * DAY_MS;
  await pulses.begin(1);
  expect((await pulses.read()).shards).toHaveLength(2);
  time = 30 * DAY_MS;
  await pulses.begin(2);
  expect((await pulses.read()).shards.map(({ shard }) => shard)).toEqual([1, 2]);
});

test('where the store is away no sign of life is left, and who looks is told', async () => {
  const { ledger, setAway } = ledgerThatMayGo();
  setAway(true);
  await ledger.pulses.begin(0);
  await ledger.pulses.end(beat);
  await ledger.pulses.sent([{ channel: 'slack', failed: 'gone' }]);
  await expect(ledger.pulses.read()).rejects.toBeInstanceOf(LedgerDownError);
  setAway(false);
  expect(await ledger.pulses.read()).toEqual({ since: 0, shards: [], channels: [] });
});

const beat = { shard: 0, records: 0, failed: undefined, channels: [] };
