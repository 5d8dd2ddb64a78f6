import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCellWindows } from '../../../src/ledger/cell-windows.ts';
import { LedgerDownError } from '../../../src/ledger/cells.ts';
import { createRedisCells } from '../../../src/ledger/redis/redis-cells.ts';
import {
  createRedisConnection,
  type RedisConnection,
} from '../../../src/ledger/redis/redis-connection.ts';
import { createRedisStore } from '../../../src/ledger/redis/redis-store.ts';
import { redisAvailable, type RedisServer, startRedis } from '../../support/redis-server.ts';
import { cellsContract, countUp, texts, write } from '../cells-contract.ts';
import { entry, sightings, windowsContract } from '../windows-contract.ts';

describe.skipIf(!redisAvailable())('with a redis-server', () => {
  let server: RedisServer;
  let raw: Redis;
  const connections: RedisConnection[] = [];
  let prefixes = 0;

  beforeAll(async () => {
    server = await startRedis();
    raw = new Redis(server.port);
  });

  afterAll(async () => {
    await Promise.all(connections.map((connection) => connection.rest()));
    raw.disconnect();
    await server.close();
  });

  /** Another connection each time, as instances have it. */
  function connect(): RedisConnection {
    const { url } = server;
    // A machine that is busy with tests may be slower than a Redis may be.
    const connection = createRedisConnection({ url, now: Date.now, prepare, timeoutMs: 10_000 });
    connections.push(connection);
    return connection;
  }

  function newPrefix(): string {
    prefixes += 1;
    return `test-${prefixes}`;
  }

  cellsContract('redis', async () => {
    const prefix = newPrefix();
    return () => createRedisCells(connect(), { prefix, family: 'claims' });
  });

  windowsContract('redis', async () => {
    const cells = createRedisCells(connect(), { prefix: newPrefix(), family: 'windows' });
    return createCellWindows(cells);
  });

  test('the keys of a ledger begin with its prefix, say what they are for, and do not last', async () => {
    const store = createRedisStore({ url: server.url, prefix: 'told', now: Date.now });
    await write(store.cells('claims'), 'a secret', 'one');
    await createCellWindows(store.cells('windows')).see([sightings([entry('a', 1)])]);
    await store.rest();
    const keys = (await raw.keys('*told*')).toSorted();
    expect(keys).toEqual([
      expect.stringMatching(/^\{told\}:1:claims:[0-9a-f]{32}$/),
      expect.stringMatching(/^\{told\}:1:windows:[0-9a-f]{32}$/),
      '{told}:layout',
    ]);
    for (const key of keys) expect(await raw.pttl(key)).toBeGreaterThan(0);
  });

  test('families and prefixes do not meet', async () => {
    const [prefix, other] = [newPrefix(), newPrefix()];
    const connection = connect();
    await write(createRedisCells(connection, { prefix, family: 'claims' }), 'a', 'one');
    for (const options of [
      { prefix, family: 'ranges' },
      { prefix: other, family: 'claims' },
    ]) {
      expect(await texts(createRedisCells(connection, options), ['a'])).toEqual([undefined]);
    }
  });

  test('a call takes two commands, and one where nothing is written', async () => {
    const connection = connect();
    const cells = createRedisCells(connection, { prefix: newPrefix(), family: 'claims' });
    const keys = Array.from({ length: 1_000 }, (_, number) => `${number}`);
    const before = await commandsOf(raw);
    await cells.change(keys, countUp);
    await texts(cells, keys);
    expect(difference(await commandsOf(raw), before)).toEqual({ mget: 2, eval: 1 });
  });

  test('a cell that somebody else has written meanwhile is changed again, and only that one', async () => {
    const options = { prefix: newPrefix(), family: 'claims' };
    const other = createRedisCells(connect(), options);
    const meddled = meddling(connect(), async (command) => {
      if (command === 2) await write(other, 'b', 'x');
    });
    const asked: string[] = [];
    await createRedisCells(meddled, options).change(['a', 'b'], (text = '0', index) => {
      asked.push(`${index}: ${text}`);
      return { answer: text, write: { text: `${text}1`, ttlMs: 60_000 } };
    });
    expect(asked).toEqual(['0: 0', '1: 0', '1: x']);
    expect(await texts(other, ['a', 'b'])).toEqual(['01', 'x1']);
  });

  test('what is not written by us has no version, and is changed all the same', async () => {
    const prefix = newPrefix();
    const cells = createRedisCells(connect(), { prefix, family: 'claims' });
    await write(cells, 'a', 'one');
    const [key = ''] = await raw.keys(`*${prefix}*`);
    for (const foreign of ['', 'x', Buffer.from([0xff, 0xfe, 0xfd]), Buffer.alloc(50, 0xe9)]) {
      await raw.set(key, foreign);
      await write(cells, 'a', 'two');
      expect(await texts(cells, ['a'])).toEqual(['two']);
    }
  });

  test('a cell that others change each time is given up at last', async () => {
    const options = { prefix: newPrefix(), family: 'claims' };
    const other = createRedisCells(connect(), options);
    const meddled = meddling(connect(), () => write(other, 'a', 'x'));
    const cells = createRedisCells(meddled, { ...options, sleep: async () => {} });
    await expect(cells.change(['a'], countUp)).rejects.toThrow(LedgerDownError);
    expect(await texts(other, ['a'])).toEqual(['x']);
  });
});

async function prepare(): Promise<void> {}

/** Does something before each command, which are counted from 1. */
function meddling(
  connection: RedisConnection,
  meddle: (command: number) => Promise<void>,
): RedisConnection {
  let commands = 0;
  return {
    ...connection,
    async send(command) {
      commands += 1;
      await meddle(commands);
      return await connection.send(command);
    },
  };
}

async function commandsOf(redis: Redis): Promise<ReadonlyMap<string, number>> {
  const stats = await redis.info('commandstats');
  return new Map(
    [...stats.matchAll(/cmdstat_(\w+):calls=(\d+)/g)].map(([, name = '', calls]) => [
      name,
      Number(calls),
    ]),
  );
}

function difference(after: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>) {
  // What a script does is counted as if a client had asked for it.
  const own = new Set(['get', 'set', 'getrange', 'info']);
  return Object.fromEntries(
    [...after].flatMap(([name, calls]) => {
      const more = calls - (before.get(name) ?? 0);
      return more === 0 || own.has(name) ? [] : [[name, more]];
    }),
  );
}
