import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LedgerDownError } from '../../../src/ledger/cells.ts';
import {
  createRedisConnection,
  type RedisConnection,
  type RedisConnectionOptions,
} from '../../../src/ledger/redis/redis-connection.ts';
import { createRedisStore } from '../../../src/ledger/redis/redis-store.ts';
import type { SharedStore } from '../../../src/ledger/shared-ledger.ts';
import {
  redisAvailable,
  type RedisServer,
  type RedisServerOptions,
  startRedis,
} from '../../support/redis-server.ts';
import { texts, write } from '../cells-contract.ts';

let cleanups: (() => unknown)[] = [];
/** Of the clock that connections are given. */
let now = 0;

beforeEach(() => {
  now = 1_800_000_000_000;
});

afterEach(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
  cleanups = [];
});

async function start(options?: RedisServerOptions): Promise<RedisServer> {
  const server = await startRedis(options);
  cleanups.push(server.close);
  return server;
}

function connect(url: URL, options: Partial<RedisConnectionOptions> = {}): RedisConnection {
  const connection = createRedisConnection({
    url,
    now: () => now,
    prepare: async () => {},
    timeoutMs: 5_000,
    ...options,
  });
  cleanups.push(connection.rest);
  return connection;
}

function openStore(url: URL): SharedStore {
  const store = createRedisStore({ url, prefix: 'p', now: () => now, timeoutMs: 5_000 });
  cleanups.push(store.rest);
  return store;
}

/** To another user of the same server. */
function client({ port }: RedisServer): Redis {
  const redis = new Redis(port);
  cleanups.push(() => redis.disconnect());
  return redis;
}

const ping = ({ send }: RedisConnection) => send((redis) => redis.ping());

async function downOf(asked: Promise<unknown>): Promise<string> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LedgerDownError);
  return (error as LedgerDownError).message;
}

describe.skipIf(!redisAvailable())('with a redis-server', () => {
  test('nothing is opened before the first command, and one connection serves all', async () => {
    const server = await start();
    const connection = connect(server.url);
    const other = client(server);
    expect(await connectionsOf(other)).toBe(1);
    expect(await Promise.all([ping(connection), ping(connection)])).toEqual(['PONG', 'PONG']);
    expect(await connectionsOf(other)).toBe(2);
  });

  test('every new connection is prepared before it is used', async () => {
    const server = await start();
    const prepare = vi.fn(async () => {});
    const connection = connect(server.url, { prepare });
    await Promise.all([ping(connection), ping(connection)]);
    await connection.rest();
    await ping(connection);
    expect(prepare).toHaveBeenCalledTimes(2);
  });

  test('at rest nothing is open, and the next command opens it again', async () => {
    const server = await start();
    const connection = connect(server.url);
    const other = client(server);
    const answer = ping(connection);
    await connection.rest();
    expect(await answer).toBe('PONG');
    expect(await connectionsOf(other)).toBe(1);
    await connection.rest();
    expect(await ping(connection)).toBe('PONG');
  });

  test('a Redis that is gone is not asked again for a while; back, it is used again', async () => {
    const server = await start({ durable: true });
    const store = openStore(server.url);
    const cells = store.cells('claims');
    await write(cells, 'a', 'one');
    await server.kill();
    expect(await downOf(texts(cells, ['a']))).toMatch(/ECONNREFUSED|connection was lost/);
    now += 5_000;
    expect(await downOf(texts(cells, ['a']))).toMatch(/ECONNREFUSED/);
    await server.start();
    // It was refused at once, so it may be tried again soon.
    now += 249;
    expect(await downOf(texts(cells, ['a']))).toMatch(/ECONNREFUSED/);
    now += 1;
    expect(await texts(cells, ['a'])).toEqual(['one']);
  });

  test('a connection that was lost while nobody used it is opened again', async () => {
    const server = await start();
    const connection = connect(server.url);
    await ping(connection);
    await server.kill();
    await server.start();
    expect(await ping(connection)).toBe('PONG');
  });

  test('a Redis that hangs is waited for once', async () => {
    const server = await start();
    const connection = connect(server.url, { timeoutMs: 100 });
    await ping(connection);
    server.pause();
    expect(await downOf(ping(connection))).toMatch(/no answer within 100 ms/);
    server.resume();
    expect(await downOf(ping(connection))).toMatch(/no answer/);
    now += 5_000;
    expect(await ping(connection)).toBe('PONG');
  });

  test('an answer that came while we were busy is not late', async () => {
    const server = await start();
    const connection = connect(server.url, { timeoutMs: 300 });
    await ping(connection);
    server.pause();
    const answer = ping(connection);
    await wait(20);
    server.resume();
    const end = Date.now() + 400;
    while (Date.now() < end);
    expect(await answer).toBe('PONG');
  });

  test.each([
    ['wrong', /WRONGPASS/],
    ['', /NOAUTH/],
  ])('with the password %j nothing is told but why', async (password, expected) => {
    const server = await start({ password: 'right-secret' });
    const printed = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')];
    const url = new URL(server.url);
    url.password = password;
    const store = openStore(url);
    const message = await downOf(texts(store.cells('claims'), ['a']));
    expect(message).toMatch(expected);
    expect(message).not.toMatch(new RegExp(`right-secret|wrong|127|${server.port}`));
    for (const print of printed) expect(print).not.toHaveBeenCalled();
  });

  test('a database that is not there is not taken for the first one', async () => {
    const server = await start();
    const store = openStore(new URL('/99', server.url));
    expect(await downOf(write(store.cells('claims'), 'a', 'one'))).toMatch(/ERR/);
    expect(await client(server).dbsize()).toBe(0);
    const third = openStore(new URL('/3', server.url));
    await write(third.cells('claims'), 'a', 'one');
    expect(await client(server).info('keyspace')).toMatch(/db3:keys=2,/);
  });

  test('a refusal makes nobody wait', async () => {
    const server = await start();
    const connection = connect(server.url);
    expect(await downOf(connection.send((redis) => redis.call('NOSUCH')))).toMatch(/ERR/);
    expect(await ping(connection)).toBe('PONG');
  });

  test('full memory is a refusal', async () => {
    const server = await start();
    const store = openStore(server.url);
    await texts(store.cells('claims'), ['a']);
    await client(server).config('SET', 'maxmemory', '1');
    expect(await downOf(write(store.cells('claims'), 'a', 'one'))).toMatch(/OOM/);
  });

  test('after a failover the next command opens another connection', async () => {
    const server = await start();
    const store = openStore(server.url);
    const cells = store.cells('claims');
    await write(cells, 'a', 'one');
    const other = client(server);
    await other.replicaof('127.0.0.1', 1);
    expect(await downOf(write(cells, 'a', 'two'))).toMatch(/READONLY/);
    await other.replicaof('NO', 'ONE');
    const opened = await openedOf(other);
    await write(cells, 'a', 'two');
    expect(await openedOf(other)).toBe(opened + 1);
  });
});

test('a port where nobody listens is told at once, and then not tried for a while', async () => {
  const { port, close } = await listen(() => {});
  close();
  const connection = connect(new URL(`redis://:secret@127.0.0.1:${port}`));
  const message = await downOf(ping(connection));
  expect(message).toMatch(/ECONNREFUSED/);
  expect(message).not.toMatch(/secret|127|\d{4}/);
  expect(await downOf(ping(connection))).toBe(message);
});

test('whoever takes the connection and says nothing is waited for once, by all together', async () => {
  let connected = 0;
  const { port } = await listen(() => (connected += 1));
  const connection = connect(new URL(`redis://:secret@127.0.0.1:${port}`), { timeoutMs: 50 });
  const asked = [ping(connection), ping(connection), ping(connection)];
  for (const one of asked) expect(await downOf(one)).toMatch(/no answer within 50 ms/);
  expect(await downOf(ping(connection))).toMatch(/no answer within 50 ms/);
  expect(connected).toBe(1);
  now -= 3_600_000;
  expect(await downOf(ping(connection))).toMatch(/no answer within 50 ms/);
  expect(connected).toBe(2);
});

test.each(['HTTP/1.1 400 Bad Request\r\n\r\n', '-ERR\r\n', '$5\r\nab', ':1\r\n:2\r\n:3\r\n'])(
  'whoever answers %j is no Redis, and does no harm',
  async (answer) => {
    const { port } = await listen((socket) => socket.end(answer));
    const connection = connect(new URL(`redis://127.0.0.1:${port}`), {
      timeoutMs: 1_000,
      prepare: async (send) => void (await send((redis) => redis.get('a'))),
    });
    expect(await downOf(ping(connection))).toMatch(/^Redis: /);
  },
);

test('a server without TLS is not taken for one with it', async () => {
  const { port } = await listen((socket) => socket.end('-ERR\r\n'));
  const connection = connect(new URL(`rediss://127.0.0.1:${port}`), { timeoutMs: 1_000 });
  expect(await downOf(ping(connection))).toMatch(/^Redis: /);
});

async function listen(onConnection: (socket: Socket) => unknown) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    onConnection(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  cleanups.push(close);
  return { port, close };
}

async function connectionsOf(redis: Redis): Promise<number> {
  return Number(/connected_clients:(\d+)/.exec(await redis.info('clients'))?.[1]);
}

async function openedOf(redis: Redis): Promise<number> {
  return Number(/total_connections_received:(\d+)/.exec(await redis.info('stats'))?.[1]);
}
