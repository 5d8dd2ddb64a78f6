import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Send } from './redis-connection.ts';

/** What a key of Redis holds. */
export interface Versioned {
  readonly key: string;
  /** Which no other writing has; empty where there is nothing. */
  readonly version: Buffer;
  readonly text: string | undefined;
}

export interface VersionedWrite {
  readonly key: string;
  /** The one that was read. */
  readonly version: Buffer;
  readonly text: string;
  readonly ttlMs: number;
}

/** A value is a version and a text. */
const VERSION_BYTES = 12;

/**
 * Redis is given its keys as KEYS[…] and not by a variable, because clusters of Alibaba Cloud read the
 * script: https://www.alibabacloud.com/help/en/redis/support/usage-of-lua-scripts
 */
const writeWhereUnchanged = `
local changed = {}
for i = 1, #KEYS do
  if redis.call('GETRANGE', KEYS[i], 0, ${VERSION_BYTES - 1}) == ARGV[3 * i - 2] then
    redis.call('SET', KEYS[i], ARGV[3 * i - 1], 'PX', ARGV[3 * i])
  else
    changed[#changed + 1] = i
  end
end
return changed
`;

const places = z.array(z.number());

export async function readVersioned(
  send: Send,
  keys: readonly string[],
): Promise<readonly Versioned[]> {
  const values = await send((redis) => redis.mgetBuffer([...keys]));
  return keys.map((key, place) => {
    const value = values[place];
    return {
      key,
      version: value?.subarray(0, VERSION_BYTES) ?? Buffer.alloc(0),
      text: value?.toString('utf8', VERSION_BYTES),
    };
  });
}

/** Writes what nobody has written since it was read, and answers with the keys that somebody has. */
export async function writeVersioned(
  send: Send,
  writes: readonly VersionedWrite[],
): Promise<readonly string[]> {
  const keys = writes.map(({ key }) => key);
  const newVersion = randomBytes(VERSION_BYTES).toString('base64').slice(0, VERSION_BYTES);
  const values = writes.flatMap(({ version, text, ttlMs }) => [
    version,
    newVersion + text,
    Math.ceil(ttlMs),
  ]);
  const changed = places.parse(
    await send((redis) => redis.eval(writeWhereUnchanged, keys.length, ...keys, ...values)),
  );
  return changed.flatMap((place) => keys[place - 1] ?? []);
}
