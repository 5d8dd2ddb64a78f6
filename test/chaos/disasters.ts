import { Redis } from 'ioredis';
import { cellKey } from '../../src/ledger/redis/layout.ts';
import type { RedisServer } from '../support/redis-server.ts';
import type { Outage } from './evidence.ts';
import type { ChannelName, Strike } from './faults.ts';
import { LEDGER_PREFIX } from './project.ts';

/** What strikes everybody at once. */
export interface Disasters {
  strike(what: Exclude<Strike, 'kills-sender'>, channel: ChannelName): void;
  readonly outages: readonly Outage[];
  /** Resolves when all is as it was. */
  over(): Promise<unknown>;
}

const PENALTY_MS = 2_000;

/**
 * Takes Redis away for a while: killed and started again on the same port, or stopped in the middle of
 * whatever it does. One outage at a time; `lengthOf` says how long the nth takes, in milliseconds.
 */
export function openDisasters(
  redis: RedisServer | undefined,
  lengthOf: (time: number) => number,
): Disasters {
  const outages: Outage[] = [];
  const penalties: Promise<void>[] = [];
  let outage: Promise<void> | undefined;

  async function takeAway(server: RedisServer, how: Outage['how']): Promise<void> {
    const from = Date.now();
    if (how === 'restart') await server.kill();
    else server.pause();
    await sleep(lengthOf(outages.length));
    if (how === 'restart') await server.start();
    else server.resume();
    outages.push({ how, from, to: Date.now() });
    outage = undefined;
  }

  return {
    strike(what, channel) {
      if (redis === undefined) return;
      if (what === 'silences-channel') penalties.push(endPenalty(channel, redis.url));
      else outage ??= takeAway(redis, what === 'kills-redis' ? 'restart' : 'stall');
    },
    outages,
    over: () => Promise.all([outage, ...penalties]),
  };
}

/**
 * A channel that silences its sender does so for ten minutes, which is more than a run has. After a few
 * seconds they are taken for over: the ledger, in which all workers look, forgets them.
 */
async function endPenalty(channel: ChannelName, url: URL): Promise<void> {
  await sleep(PENALTY_MS);
  const redis = new Redis(url.href);
  redis.on('error', () => {});
  await redis.del(cellKey(LEDGER_PREFIX, 'budgets', channel));
  redis.disconnect();
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
