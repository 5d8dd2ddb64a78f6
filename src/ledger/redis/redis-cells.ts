import { setTimeout as wait } from 'node:timers/promises';
import { type Cells, type Changed, LedgerDownError } from '../cells.ts';
import { cellKey } from './layout.ts';
import { portions } from './portions.ts';
import type { RedisConnection } from './redis-connection.ts';
import { readVersioned, type VersionedWrite, writeVersioned } from './versioned.ts';

export interface RedisCellsOptions {
  /** Of all keys of the ledger. */
  readonly prefix: string;
  /** Of these cells, to tell them from others of the ledger: `claims`. */
  readonly family: string;
  /** The most in one command. Redis does nothing else meanwhile. */
  readonly mostKeys?: number;
  readonly random?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
}

/** Of texts in one command. One that is longer is written alone. */
const MOST_BYTES = 4_000_000;

/** Of a cell that others change all the time. */
const MOST_TRIES = 50;

/** Between two tries, so that not all come again at once. */
const LONGEST_PAUSE_MS = 50;

/**
 * Cells in Redis. A call takes two round trips for every `mostKeys` cells, and two more for those that
 * somebody else has changed in between. Where it rejects, some cells may have been written. A lone
 * surrogate comes back as U+FFFD, for UTF-8 has none; JSON writes it in a way of its own.
 */
export function createRedisCells(
  { send }: RedisConnection,
  {
    prefix,
    family,
    mostKeys = 1_000,
    random = Math.random,
    sleep = (ms) => wait(ms),
  }: RedisCellsOptions,
): Cells {
  /** Where each key of Redis stands in a call. */
  function placesOf(keys: readonly string[]): ReadonlyMap<string, readonly number[]> {
    const places = new Map<string, number[]>();
    for (const [index, key] of keys.entries()) {
      const name = cellKey(prefix, family, key);
      const known = places.get(name);
      if (known === undefined) places.set(name, [index]);
      else known.push(index);
    }
    return places;
  }

  /** Answers with the keys that somebody else has changed since they were read. */
  async function writeAll(writes: readonly VersionedWrite[]): Promise<readonly string[]> {
    const bytesOf = ({ text }: VersionedWrite) => Buffer.byteLength(text);
    const lost: string[] = [];
    for (const portion of portions(writes, mostKeys, bytesOf, MOST_BYTES)) {
      lost.push(...(await writeVersioned(send, portion)));
    }
    return lost;
  }

  return {
    async change<Answer>(
      keys: readonly string[],
      change: (text: string | undefined, index: number) => Changed<Answer>,
    ) {
      const places = placesOf(keys);
      const answers: Answer[] = [];

      async function changeOnce(names: readonly string[]): Promise<readonly string[]> {
        const values = await readVersioned(send, names);
        const writes: VersionedWrite[] = [];
        for (const { key, version, text: before } of values) {
          let write: Changed<Answer>['write'];
          for (const index of places.get(key) ?? []) {
            const changed = change(write === undefined ? before : write.text, index);
            answers[index] = changed.answer;
            write = changed.write ?? write;
          }
          if (write !== undefined) writes.push({ key, version, ...write });
        }
        return await writeAll(writes);
      }

      for (const portion of portions(places.keys(), mostKeys)) {
        let left = await changeOnce(portion);
        for (let tries = 1; left.length > 0; tries += 1) {
          if (tries === MOST_TRIES)
            throw new LedgerDownError('Redis: others were faster each time.');
          await sleep(random() * Math.min(2 ** tries, LONGEST_PAUSE_MS));
          left = await changeOnce(left);
        }
      }
      return answers;
    },
  };
}
