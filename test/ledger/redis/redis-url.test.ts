import { expect, test } from 'vitest';
import { checkRedisUrl, redisAddress, redisDatabase } from '../../../src/ledger/redis/redis-url.ts';
import { ConfigError } from '../../../src/model/config-error.ts';

test.each([
  ['redis://cache', { host: 'cache', port: 6379 }, 0],
  ['redis://cache:7000/', { host: 'cache', port: 7000 }, 0],
  ['redis://:secret@cache/3', { host: 'cache', port: 6379, password: 'secret' }, 3],
  ['redis://:p%40%2Fs%25@cache', { host: 'cache', port: 6379, password: 'p@/s%' }, 0],
  ['redis://:p@s@cache', { host: 'cache', port: 6379, password: 'p@s' }, 0],
  [
    'rediss://bell:secret@cache:1',
    { host: 'cache', port: 1, username: 'bell', password: 'secret', tls: { servername: 'cache' } },
    0,
  ],
  ['redis://[::1]:7000', { host: '::1', port: 7000 }, 0],
  ['rediss://10.0.0.1', { host: '10.0.0.1', port: 6379, tls: {} }, 0],
] as const)('%s is an address', (text, address, database) => {
  const url = checkRedisUrl(text);
  expect(redisAddress(url)).toEqual(address);
  expect(redisDatabase(url)).toBe(database);
});

test.each([
  '',
  'secret',
  'cache:6379',
  'http://:secret@cache',
  'redis://',
  'redis:///0',
  'redis://secret@cache',
  'redis://:secret#@cache',
  'redis://:secret@cache/name',
  'redis://:secret@cache/0?family=6',
  'redis://:secret@cache/0#x',
  'redis://:secret%@cache',
  'redis://:secret@cache:66000',
])('%s is none, and is not repeated', (text) => {
  const refusal = refusalOf(text);
  expect(refusal.key).toBe('ledger.redis');
  expect(refusal.message).not.toMatch(/secret|cache/);
});

function refusalOf(text: string): ConfigError {
  try {
    checkRedisUrl(text);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('was not refused');
}
