import { expect, test } from 'vitest';
import type { Cells } from '../../src/ledger/cells.ts';
import { createHeldDigests } from '../../src/ledger/held-digests.ts';
import { createMemoryCells } from '../../src/ledger/memory-cells.ts';
import { createMemoryLedger } from '../../src/ledger/memory-ledger.ts';
import { createRedisStore } from '../../src/ledger/redis/redis-store.ts';
import { useRedis } from '../support/use-redis.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const redis = useRedis();

const stores: readonly (readonly [string, typeof redis.test, (now: () => number) => Cells])[] = [
  ['memory', test, (now) => createMemoryCells({ now })],
  [
    'Redis',
    redis.test,
    (now) => {
      const { redis: url, prefix } = redis.ledger();
      return createRedisStore({ url: new URL(url), prefix, now }).cells('digests');
    },
  ],
];

for (const [name, testIt, open] of stores) {
  testIt(
    `${name}: what is held is there for every instance, the oldest first, until it is dropped`,
    async () => {
      let time = 0;
      const cells = open(() => time);
      const [here, there] = [
        createHeldDigests(cells, () => time),
        createHeldDigests(cells, () => time),
      ];
      expect(await here.channels()).toEqual([]);
      expect(await here.hold('slack', { id: 'a', text: 'one' })).toBe('yes');
      time = 5;
      await there.hold('slack', { id: 'b', text: 'two' });
      await there.hold('dingtalk', { id: 'a', text: 'three' });
      expect(await there.channels()).toEqual([
        { name: 'slack', since: 0 },
        { name: 'dingtalk', since: 5 },
      ]);
      expect(await there.of('slack', 50)).toEqual([
        { id: 'a', text: 'one', since: 0 },
        { id: 'b', text: 'two', since: 5 },
      ]);
      await here.drop('slack', ['a']);
      expect((await there.of('slack', 50)).map(({ id }) => id)).toEqual(['b']);
      expect((await there.of('dingtalk', 50)).map(({ text }) => text)).toEqual(['three']);
    },
  );

  testIt(`${name}: what is held twice is held once, since it first was`, async () => {
    let time = 0;
    const digests = createHeldDigests(
      open(() => time),
      () => time,
    );
    await digests.hold('slack', { id: 'a', text: 'one' });
    time = 5;
    await digests.hold('slack', { id: 'a', text: 'one' });
    expect(await digests.of('slack', 50)).toEqual([{ id: 'a', text: 'one', since: 0 }]);
    await digests.drop('slack', ['a', 'a', 'nobody']);
    await digests.drop('slack', ['a']);
    expect(await digests.of('slack', 50)).toEqual([]);
  });

  testIt(`${name}: of what twenty hold at once nothing is lost`, async () => {
    const digests = createHeldDigests(open(Date.now), Date.now);
    const ids = Array.from({ length: 20 }, (_, at) => `digest-${at}`);
    await Promise.all(ids.map((id) => digests.hold('slack', { id, text: id })));
    expect((await digests.of('slack', 50)).map(({ text }) => text).toSorted()).toEqual(
      ids.toSorted(),
    );
    expect(await digests.of('slack', 5)).toHaveLength(5);
  });
}

test('the list of channels lasts as long as what is held for them', async () => {
  let time = 0;
  const now = () => time;
  const digests = createHeldDigests(createMemoryCells({ now }), now);
  await digests.hold('slack', { id: 'a', text: 'one' });
  time = 20 * DAY_MS;
  await digests.drop('slack', ['a']);
  expect(await digests.channels()).toEqual([]);
  await digests.hold('slack', { id: 'b', text: 'two' });
  time = 40 * DAY_MS;
  expect(await digests.channels()).toEqual([{ name: 'slack', since: 20 * DAY_MS }]);
});

test('what an older release holds is read and dropped', async () => {
  const cells = createMemoryCells({ now: () => 0 });
  const older = new Map([
    ['channels', '["slack"]'],
    ['["of","slack"]', '[{"id":"a","since":3}]'],
    ['["text","slack","a"]', '"one"'],
  ]);
  await cells.change([...older.keys()], (_, at) => ({
    answer: undefined,
    write: { text: [...older.values()][at] ?? '', ttlMs: DAY_MS },
  }));
  const digests = createHeldDigests(cells, () => 5);
  expect(await digests.channels()).toEqual([{ name: 'slack', since: 3 }]);
  expect(await digests.of('slack', 50)).toEqual([{ id: 'a', text: 'one', since: 3 }]);
  await digests.drop('slack', ['a']);
  expect(await digests.channels()).toEqual([]);
});

test('a ledger in memory holds nothing: it would be gone with the instance', async () => {
  const { digests } = createMemoryLedger({ now: Date.now });
  expect(await digests.hold('slack', { id: 'a', text: 'one' })).toBe('no');
  expect(await digests.channels()).toEqual([]);
});
