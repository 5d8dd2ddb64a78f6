import type { Redis } from 'ioredis';
import { LedgerDownError } from '../cells.ts';
import { ledgerDown, refusalOf } from './ledger-down.ts';
import { redisAddress, redisDatabase } from './redis-url.ts';

/** Has one command sent, and answers within the time-out. */
export type Send = <Answer>(command: (redis: Redis) => Promise<Answer>) => Promise<Answer>;

/** A connection that is opened by the first command, and again by the next one when it was lost. */
export interface RedisConnection {
  /** Rejects with a LedgerDownError. */
  readonly send: Send;
  /** Whether it ended without our doing since the last rest, although nobody may have noticed. */
  wasLost(): boolean;
  /**
   * Closes it, once all that was sent is answered. To be called before an instance is frozen, during
   * which a connection dies without anybody noticing.
   */
  rest(): Promise<void>;
}

export interface RedisConnectionOptions {
  /** One that `checkRedisUrl` has checked. */
  readonly url: URL;
  /** What has to be done before a new connection is used. */
  readonly prepare: (send: Send) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For the connection, and then for each command. */
  readonly timeoutMs?: number;
  /** For how long nothing is tried after Redis was late or could not be reached. */
  readonly restMs?: number;
}

/** A Redis that restarts is back within seconds, and the sooner it is asked the less is told twice. */
const SHORT_REST_MS = 250;

/** How long Redis may take to answer our goodbye before the socket is closed all the same. */
const GOODBYE_MS = 100;

/**
 * Nothing is tried twice here, and nothing waits in a queue: whoever asks is told within the time-out,
 * and from then on at once, so that a dead Redis costs an invocation one bounded wait.
 */
export function createRedisConnection({
  url,
  prepare,
  now,
  timeoutMs = 1_000,
  restMs = 5_000,
}: RedisConnectionOptions): RedisConnection {
  let current: Promise<Redis> | undefined;
  let failure:
    | { readonly error: LedgerDownError; readonly at: number; readonly forMs: number }
    | undefined;
  let lost = false;
  const waiting = new Set<Promise<void>>();

  function inTime<Answer>(promise: Promise<Answer>, late = 'no answer'): Promise<Answer> {
    return within(timeoutMs, promise, `Redis: ${late} within ${timeoutMs} ms.`);
  }

  /** What was late, or of no use, is rested from for long. What failed at once costs little to try. */
  function fail(thrown: unknown, error: LedgerDownError): void {
    const forMs = thrown instanceof LedgerDownError ? restMs : Math.min(SHORT_REST_MS, restMs);
    failure = { error, at: now(), forMs };
  }

  /** A clock that was set back must not keep Redis away. */
  function checkRested(): void {
    if (failure === undefined || Math.abs(now() - failure.at) >= failure.forMs) return;
    throw failure.error;
  }

  async function run<Answer>(command: (redis: Redis) => Promise<Answer>): Promise<Answer> {
    checkRested();
    const opening = current ?? open();
    const redis = await opening;
    try {
      return await inTime(command(redis));
    } catch (error) {
      const refusal = refusalOf(error);
      const down = ledgerDown(error);
      // A Redis that refuses is there, and costs no wait.
      if (refusal === undefined) fail(error, down);
      // After a failover this is a replica, and its address has become that of the new master.
      if (refusal === undefined || refusal === 'READONLY') {
        forget(opening);
        redis.disconnect();
      }
      throw down;
    }
  }

  function open(): Promise<Redis> {
    const opening = openRedis();
    current = opening;
    opening.then(
      (redis) =>
        redis.once('end', () => {
          lost ||= current === opening;
          forget(opening);
        }),
      () => forget(opening),
    );
    return opening;
  }

  function forget(opening: Promise<Redis>): void {
    if (current === opening) current = undefined;
  }

  async function openRedis(): Promise<Redis> {
    // A function without a Redis never loads the client.
    const { Redis } = await import('ioredis');
    const redis = new Redis({
      ...redisAddress(url),
      lazyConnect: true,
      // Ours bounds what comes after the TCP connection, too.
      connectTimeout: 0,
      disconnectTimeout: GOODBYE_MS,
      retryStrategy: null,
      enableOfflineQueue: false,
      // It would ask for INFO; but a Redis that is still loading also says so when it is asked.
      enableReadyCheck: false,
      disableClientInfo: true,
    });
    // Without a listener an 'error' is printed; and it says why there is no connection, which the
    // promise does not.
    let reason: unknown;
    redis.on('error', (error) => {
      reason = error;
    });
    try {
      await inTime(redis.connect(), 'no connection');
      const database = redisDatabase(url);
      // Left to ioredis, the first one would be used where this one is refused.
      if (database > 0) await inTime(redis.select(database));
      await prepare((command) => inTime(command(redis)));
      failure = undefined;
      return redis;
    } catch (error) {
      redis.disconnect();
      const down = ledgerDown(error instanceof LedgerDownError ? error : (reason ?? error));
      fail(error, down);
      throw down;
    }
  }

  return {
    send(command) {
      const running = run(command);
      const settled = running.then(
        () => void waiting.delete(settled),
        () => void waiting.delete(settled),
      );
      waiting.add(settled);
      return running;
    },
    wasLost: () => lost,
    async rest() {
      await Promise.all(waiting);
      // Another invocation of this instance goes on, and will rest too.
      if (waiting.size > 0) return;
      const closing = current;
      current = undefined;
      lost = false;
      failure = undefined;
      const redis = await closing?.catch(() => undefined);
      if (redis !== undefined) await close(redis);
    },
  };
}

async function close(redis: Redis): Promise<void> {
  if (redis.status === 'end') return;
  await new Promise((resolve) => {
    redis.once('end', resolve);
    redis.disconnect();
  });
}

async function within<Answer>(ms: number, promise: Promise<Answer>, late: string): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LedgerDownError(late)), ms);
  });
  try {
    return await Promise.race([promise, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
