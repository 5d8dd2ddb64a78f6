import * as z from 'zod';
import { type Cells, LedgerDownError } from '../cells.ts';
import { createPulses, type Pulse } from '../pulses.ts';
import { LAYOUT, layoutKey } from './layout.ts';
import { createRedisCells } from './redis-cells.ts';
import { createRedisConnection, type RedisConnection, type Send } from './redis-connection.ts';

/** A Redis as whoever looks after a ledger wants to know it. What it does not tell is undefined. */
export interface RedisReport {
  readonly version: string | undefined;
  /** `maxmemory-policy`: what it does when its memory is full. */
  readonly eviction: string | undefined;
  /** Whether it writes what it is told to disk. */
  readonly appendOnly: boolean | undefined;
  readonly isReplica: boolean;
  /** How much of its memory is used, from 0 to 1. */
  readonly usedShare: number | undefined;
  /** Whether its settings may not be asked for, as in managed ones. */
  readonly hidesSettings: boolean;
  /** Of the ledger that stands there; undefined where none does. */
  readonly layout: number | undefined;
  /** The one that this release knows. */
  readonly ownLayout: number;
  /** The address that it was reached at. */
  readonly address: string | undefined;
  readonly roundTripMs: number;
  /** What detect has left there; undefined where it cannot be read. */
  readonly pulse: Pulse | undefined;
}

export interface InspectOptions {
  /** One that `checkRedisUrl` has checked. */
  readonly url: URL;
  readonly prefix: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For the connection, and then for each command. */
  readonly timeoutMs: number;
}

/** As the ledger reads, with a script, so that a user who may not run one is found out. */
const readLayout = "return redis.call('GET', KEYS[1])";

const layoutNumber = z.coerce.number().int().optional().catch(undefined);

/**
 * Looks at the Redis of a ledger and changes nothing in it: an older layout is left for the function to
 * upgrade. Rejects with a LedgerDownError where a ledger could not work there.
 */
export async function inspectRedis(options: InspectOptions): Promise<RedisReport> {
  const { prefix, now } = options;
  const connection = createRedisConnection({ ...options, prepare: async () => {} });
  const { send } = connection;
  try {
    await send((redis) => redis.ping());
    const before = now();
    const found = await send((redis) => redis.eval(readLayout, 1, layoutKey(prefix)));
    const roundTripMs = now() - before;
    const address = await send(async (redis) => redis.stream.remoteAddress);
    const info = readInfo(await unlessRefused(send, (redis) => redis.info()));
    const settings = await readSettings(send);
    const appendOnly = info.get('aof_enabled') ?? settings.get('appendonly');
    const layout = layoutNumber.parse(found ?? undefined);
    return {
      version: info.get('redis_version'),
      eviction: info.get('maxmemory_policy') ?? settings.get('maxmemory-policy'),
      appendOnly: appendOnly === undefined ? undefined : /^(1|yes)$/.test(appendOnly),
      isReplica: info.get('role') === 'slave',
      usedShare: shareOf(info.get('used_memory'), info.get('maxmemory')),
      hidesSettings: settings.size === 0,
      layout,
      ownLayout: LAYOUT,
      address,
      roundTripMs,
      pulse: await readPulse(connection, layout, options),
    };
  } finally {
    await connection.rest();
  }
}

/** Where nothing was ever written there is nothing of detect. An older layout is for the function to upgrade. */
async function readPulse(
  connection: RedisConnection,
  layout: number | undefined,
  { prefix, now }: InspectOptions,
): Promise<Pulse | undefined> {
  if (layout === undefined) return { since: now(), shards: [], channels: [] };
  if (layout !== LAYOUT) return undefined;
  const cells = createRedisCells(connection, { prefix, family: 'pulses' });
  return createPulses(readOnly(cells), now).read();
}

/** Undefined where Redis says that this user may not, or does not know the command. */
async function unlessRefused<Answer>(
  send: Send,
  command: Parameters<typeof send<Answer>>[0],
): Promise<Answer | undefined> {
  try {
    return await send(command);
  } catch (error) {
    if (error instanceof LedgerDownError && /^Redis: (ERR|NOPERM)\b/.test(error.message)) {
      return undefined;
    }
    throw error;
  }
}

/** What it was set to; empty where that may not be asked for. */
async function readSettings(send: Send): Promise<ReadonlyMap<string, string>> {
  const wanted = ['maxmemory-policy', 'appendonly'] as const;
  const answers = await unlessRefused(send, async (redis) => {
    const found = [];
    for (const name of wanted) found.push(await redis.config('GET', name));
    return found;
  });
  const pairs = z.array(z.tuple([z.string(), z.string()]).catch(['', ''])).parse(answers ?? []);
  return new Map(pairs.filter(([name]) => name !== ''));
}

/** https://redis.io/docs/latest/commands/info */
function readInfo(text = ''): ReadonlyMap<string, string> {
  return new Map(
    text
      .split('\r\n')
      .map((line) => line.split(':'))
      .flatMap(([name, value]) =>
        name !== undefined && value !== undefined ? [[name, value] as const] : [],
      ),
  );
}

/** Undefined where there is no limit. */
function shareOf(used = '', most = ''): number | undefined {
  const limit = Number(most);
  return limit > 0 && used !== '' ? Number(used) / limit : undefined;
}

/** Cells that are read and never written. */
function readOnly(cells: Cells): Cells {
  return {
    change: (keys, change) =>
      cells.change(keys, (text, index) => ({ answer: change(text, index).answer })),
  };
}
