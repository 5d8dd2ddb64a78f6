import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { reportFindings } from '../../src/doctor/ledger.ts';
import { createPulses } from '../../src/ledger/pulses.ts';
import type { RedisReport } from '../../src/ledger/redis/inspect-redis.ts';
import { layoutKey } from '../../src/ledger/redis/layout.ts';
import { createRedisStore } from '../../src/ledger/redis/redis-store.ts';
import type { RedisServer } from '../support/redis-server.ts';
import { useRedis } from '../support/use-redis.ts';
import { codesOf, expectNoSecret, mendOf, NOW, records, usePatient } from './patient.ts';

const redis = useRedis();
const { server, look } = usePatient();

const MINUTE = 60_000;

/** A well-kept Redis, somebody to change it, and the variables that lead to it. */
async function ownRedis() {
  const own = await redis.own();
  const client = new Redis(own.url.href);
  client.on('error', () => {});
  onTestFinished(() => client.disconnect());
  await client.config('SET', 'maxmemory-policy', 'noeviction');
  return { own, client, variables: { REDIS_URL: own.url.href } };
}

/** What detect would have left there. */
function pulsesOf({ url }: RedisServer, now: () => number) {
  const store = createRedisStore({ url, prefix: 'trailbell', now });
  onTestFinished(() => store.rest());
  return createPulses(store.cells('pulses'), now);
}

redis.test('a Redis that keeps what it is told is fine', async () => {
  const { variables } = await ownRedis();
  const findings = await look({ variables });
  expect(codesOf(findings, 'ledger')).toEqual(['ok']);
  expectNoSecret(findings);
});

redis.test('nothing is written into it', async () => {
  const { client, variables } = await ownRedis();
  const findings = await look({ variables });
  expect(await client.dbsize()).toBe(0);
  expect(codesOf(findings, 'calls')).toEqual(['never-called']);
});

const settings = [
  ['forgets on restart', ['appendonly', 'no'], 'ledger-not-persistent', 'appendonly'],
  [
    'drops what it has no room for',
    ['maxmemory-policy', 'allkeys-lru'],
    'ledger-evicts',
    'noeviction',
  ],
  ['is nearly full', ['maxmemory', '1mb'], 'ledger-full', 'ledger.redis'],
] as const;

for (const [what, [name, value], code, mend] of settings) {
  redis.test(`a Redis that ${what} is told of`, async () => {
    const { client, variables } = await ownRedis();
    await client.config('SET', name, value);
    const findings = await look({ variables });
    expect(codesOf(findings, 'ledger')).toEqual([code]);
    expect(mendOf(findings, 'ledger')).toContain(mend);
  });
}

redis.test('a replica is told of', async () => {
  const { client, variables } = await ownRedis();
  await client.replicaof('127.0.0.1', 1);
  await client.config('SET', 'replica-serve-stale-data', 'yes');
  const findings = await look({ variables });
  expect(codesOf(findings, 'ledger')).toContain('ledger-replica');
});

redis.test('a ledger of a newer release is told of, and left as it is', async () => {
  const { client, variables } = await ownRedis();
  await client.set(layoutKey('trailbell'), '99');
  const findings = await look({ variables });
  expect(codesOf(findings, 'ledger')).toEqual(['ledger-newer']);
  expect(mendOf(findings, 'ledger')).toContain('ledger.prefix');
  expect(await client.get(layoutKey('trailbell'))).toBe('99');
});

redis.test('a managed Redis may keep its settings to itself', async () => {
  const { own, client } = await ownRedis();
  await client.call(
    'ACL',
    'SETUSER',
    'bell',
    'on',
    '>secret-redis',
    '~*',
    '+@all',
    '-config',
    '-info',
  );
  const url = new URL(own.url);
  url.username = 'bell';
  url.password = 'secret-redis';
  const findings = await look({ variables: { REDIS_URL: url.href } });
  expect(codesOf(findings, 'ledger')).toEqual(['ok']);
  expect(JSON.stringify(findings)).toContain('does not tell');
});

redis.test('a user who may not run scripts is told of', async () => {
  const { own, client } = await ownRedis();
  await client.call('ACL', 'SETUSER', 'bell', 'on', '>secret-redis', '~*', '+@all', '-eval');
  const url = new URL(own.url);
  url.username = 'bell';
  url.password = 'secret-redis';
  const findings = await look({ variables: { REDIS_URL: url.href } });
  expect(codesOf(findings, 'ledger')).toEqual(['ledger-down']);
  expectNoSecret(findings);
});

redis.test('a wrong password is told of, and not repeated', async () => {
  const { own } = await ownRedis();
  const url = new URL(own.url);
  url.password = 'secret-redis-but-wrong';
  const findings = await look({ variables: { REDIS_URL: url.href } });
  expect(codesOf(findings, 'ledger')).toEqual(['ledger-down']);
  expect(mendOf(findings, 'ledger')).toContain('REDIS_URL');
  expectNoSecret(findings);
});

test.each([
  ['redis://127.0.0.1:1', 'ledger-down'],
  ['redis://10.255.255.1:6379', 'ledger-out-of-reach'],
  ['redis://r-example.redis.rds.aliyuncs.com:6379', 'ledger-out-of-reach'],
  ['http://127.0.0.1:6379', 'config-wrong'],
])('at %s nothing is reached', async (REDIS_URL, code) => {
  const findings = await look({ variables: { REDIS_URL }, timeoutMs: 200 });
  expect(codesOf(findings, 'ledger')).toEqual([code]);
  expect(mendOf(findings, 'ledger')).toMatch(/ledger\.redis|redis:\/\//);
});

const kept: RedisReport = {
  version: '7.0.15',
  eviction: 'noeviction',
  appendOnly: true,
  isReplica: false,
  usedShare: undefined,
  hidesSettings: false,
  layout: 1,
  ownLayout: 1,
  address: '10.1.2.3',
  roundTripMs: 3,
  pulse: undefined,
};

test.each([
  ['as it should be', {}, 'redis://r.example', 'ok'],
  ['older than any that was tried', { version: '4.0.14' }, 'redis://r.example', 'ledger-old'],
  ['on the internet without TLS', { address: '203.0.113.9' }, 'redis://r.example', 'ledger-plain'],
  ['on the internet with TLS', { address: '203.0.113.9' }, 'rediss://r.example', 'ok'],
])('a Redis %s is told of as such', (_, changes, url, code) => {
  const findings = reportFindings({ ...kept, ...changes }, new URL(url));
  expect(codesOf(findings, 'ledger')).toEqual([code]);
});

redis.test('a detect that is called and gets on is fine', async () => {
  const { own, variables } = await ownRedis();
  const pulses = pulsesOf(own, () => NOW - MINUTE);
  await pulses.begin(0);
  await pulses.end({ shard: 0, records: 3, failed: undefined, channels: [] });
  const findings = await look({ variables });
  expect(codesOf(findings, 'calls')).toEqual(['ok']);
});

redis.test('a detect that was never called is told of', async () => {
  const { own, variables } = await ownRedis();
  await pulsesOf(own, () => NOW).read();
  const findings = await look({ variables });
  expect(codesOf(findings, 'calls')).toEqual(['never-called']);
  expect(mendOf(findings, 'calls')).toContain('trigger status');
});

redis.test('a shard that does not get on is told of, with the reason', async () => {
  const { own, variables } = await ownRedis();
  const pulses = pulsesOf(own, () => NOW - 60 * MINUTE);
  await pulses.begin(0);
  await pulses.end({ shard: 0, records: 0, failed: 'Log Service: Unauthorized.', channels: [] });
  await pulsesOf(own, () => NOW).begin(0);
  const findings = await look({ variables });
  expect(codesOf(findings, 'calls')).toEqual(['calls-failing']);
  expect(JSON.stringify(findings)).toContain('1 h');
});

redis.test(
  'a detect that is not called any more, although records come in, is told of',
  async () => {
    const { own, variables } = await ownRedis();
    const pulses = pulsesOf(own, () => NOW - 120 * MINUTE);
    await pulses.begin(0);
    await pulses.end({ shard: 0, records: 3, failed: undefined, channels: [] });
    expect(codesOf(await look({ variables }), 'calls')).toEqual(['calls-stopped']);
    server.use(records(3 * 60 * 60));
    expect(codesOf(await look({ variables }), 'calls')).toEqual(['ok']);
  },
);
