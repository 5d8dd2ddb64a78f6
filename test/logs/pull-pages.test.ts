import { expect, test } from 'vitest';
import type { LogClient, LogPage } from '../../src/logs/log-client.ts';
import { LogServiceError } from '../../src/logs/log-service-error.ts';
import type { Pace } from '../../src/logs/patience.ts';
import { pullPages } from '../../src/logs/pull-pages.ts';

/** A clock that only moves when somebody sleeps. */
function pace(deadline: number): Pace & { readonly slept: number[] } {
  let time = 0;
  const slept: number[] = [];
  return {
    now: () => time,
    random: () => 1,
    deadline,
    slept,
    async sleep(ms) {
      slept.push(ms);
      time += ms;
    },
  };
}

const busy = new LogServiceError('ServerBusy', true, '');

function scripted(...answers: readonly (LogServiceError | string)[]): Pick<LogClient, 'pull'> {
  const left = [...answers];
  return {
    async pull(_shard, cursor): Promise<LogPage> {
      const next = left.shift();
      if (next === undefined) throw new Error('asked once too often');
      if (typeof next !== 'string') throw next;
      return { cursor, nextCursor: next, bytes: new Uint8Array([0]) };
    },
  };
}

async function cursors(
  client: Pick<LogClient, 'pull'>,
  world: Pace,
  endCursor = 'c',
  endsEarly: (cursor: string) => void = () => {
    throw new Error('the shard ended early');
  },
): Promise<string[]> {
  const range = { shard: 0, beginCursor: 'a', endCursor };
  const seen: string[] = [];
  for await (const page of pullPages(client, range, world, endsEarly)) seen.push(page.cursor);
  return seen;
}

test('pages are read until the end cursor, which is not asked for', async () => {
  expect(await cursors(scripted('b', 'c'), pace(1_000))).toEqual(['a', 'b']);
});

test('an empty range asks for nothing', async () => {
  expect(await cursors(scripted(), pace(1_000), 'a')).toEqual([]);
});

test('a shard that ends before its range is looked at a few more times, and then told', async () => {
  const ends: string[] = [];
  const seen = await cursors(scripted('b', 'b', 'b', 'b', 'b'), pace(60_000), 'c', (cursor) => {
    ends.push(cursor);
  });
  expect(seen).toEqual(['a']);
  expect(ends).toEqual(['b']);
});

test('a look for more that there is no time for is no end: the range comes again', async () => {
  await expect(cursors(scripted('b', 'b'), pace(500))).rejects.toMatchObject({
    code: 'NoTimeLeft',
  });
});

test('a shard that was behind for a moment is read on', async () => {
  expect(await cursors(scripted('a', 'a', 'c'), pace(60_000))).toEqual(['a']);
});

test('what passes is tried again, with longer and longer pauses', async () => {
  const world = pace(60_000);
  expect(await cursors(scripted(busy, busy, busy, 'c'), world)).toEqual(['a']);
  expect(world.slept).toEqual([200, 400, 800]);
});

test('the deadline ends the patience', async () => {
  const answers = Array.from({ length: 50 }, () => busy);
  await expect(cursors(scripted(...answers), pace(3_000))).rejects.toBe(busy);
});

test('what does not pass is thrown at once', async () => {
  const gone = new LogServiceError('LogStoreNotExist', false, '');
  const world = pace(60_000);
  await expect(cursors(scripted(gone), world)).rejects.toBe(gone);
  expect(world.slept).toEqual([]);
});
