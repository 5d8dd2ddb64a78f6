import { isIP } from 'node:net';
import { ConfigError } from '../../model/config-error.ts';

/** Where a Redis is, as ioredis wants it. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: { readonly servername?: string };
}

/** The URL of a Redis. Throws a ConfigError, which never repeats the text: it holds a password. */
export function checkRedisUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw wrong('is not a URL');
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw wrong('begins with neither redis:// nor rediss://');
  }
  if (url.hostname === '') throw wrong('names no host');
  if (url.username !== '' && url.password === '') throw wrong('names a user without a password');
  if (url.search !== '' || url.hash !== '') throw wrong('has something after a ? or a #');
  if (!/^\/?$|^\/\d{1,5}$/.test(url.pathname)) throw wrong('has a database that is not a number');
  if (decode(url.username + url.password) === undefined) throw wrong('has a % that is not %25');
  return url;
}

function wrong(problem: string): ConfigError {
  return new ConfigError(
    'ledger.redis',
    problem,
    'Write redis://USER:PASSWORD@HOST:6379/0, or rediss:// for TLS; USER and /0 may be left out. ' +
      'In the password write %40 for @, %3A for :, %2F for /, %23 for #, %3F for ?, %25 for %',
  );
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Of a URL that was checked. */
export function redisAddress(url: URL): RedisAddress {
  // Only in a URL does an IPv6 address stand in brackets.
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  return {
    host,
    port: Number(url.port || 6379),
    ...(url.username !== '' && { username: decodeURIComponent(url.username) }),
    ...(url.password !== '' && { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' && { tls: isIP(host) ? {} : { servername: host } }),
  };
}

export function redisDatabase(url: URL): number {
  return Number(url.pathname.slice(1));
}
