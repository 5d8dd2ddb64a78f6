import { expect, test } from 'vitest';
import { openLogLetters } from '../../src/deadletters/log-letters.ts';
import { openLogClient } from '../../src/logs/log-client.ts';
import type { Pace } from '../../src/logs/patience.ts';
import { readLogs } from '../../src/logs/read-logs.ts';
import { keys, start } from '../local/started-log-service.ts';
import { deadLettersContract } from './contract.ts';
import { alertLetter, allOf, GIVEN_UP, rangeLetter, recordLetter, settled } from './letters.ts';

/** Pauses are over at once. */
const pace: Pace = {
  now: Date.now,
  sleep: async () => {},
  random: () => 0,
  deadline: Number.POSITIVE_INFINITY,
};

async function place(options: Parameters<typeof start>[0] = {}) {
  const { service, endpoint } = await start({ more: ['letters'], ...options });
  const client = openLogClient({
    source: { endpoint, project: 'demo', logstore: 'letters' },
    credentials: {
      accessKeyId: keys.id,
      accessKeySecret: keys.secret,
      securityToken: undefined,
    },
  });
  return {
    service,
    client,
    open: (changes = {}) => openLogLetters(client, () => ({ ...pace, ...changes })),
  };
}

deadLettersContract('a logstore', async () => (await place()).open);

deadLettersContract('a logstore of many shards and small pages', async () => {
  const { open } = await place({ shards: 4, maxGroupsPerPage: 1 });
  return open;
});

test('people can search for letters by what stands beside them', async () => {
  const { client, open } = await place();
  await open().write([alertLetter(), settled('a1b2')]);
  const [begin, end] = [
    await client.cursorAt(0, 'begin', 5_000),
    await client.cursorAt(0, 'end', 5_000),
  ];
  const page = await client.pull(0, begin, end, 5_000);
  const [letter, ending] = [...readLogs(page, { logstore: 'letters', shard: 0 })];
  const { id, reason } = alertLetter();
  expect(['kind', 'id', 'reason', 'attempts'].map((key) => letter?.text(key))).toEqual([
    'alert',
    id,
    reason,
    '5',
  ]);
  expect(['kind', 'id', 'reason'].map((key) => ending?.text(key))).toEqual([
    'settled',
    'a1b2',
    undefined,
  ]);
});

test('entries of several shards come in order of time', async () => {
  const { open } = await place({ shards: 2 });
  const at = (minute: number) =>
    rangeLetter({ id: String(minute), time: new Date(GIVEN_UP + minute * 60_000) });
  for (const minutes of [[1, 4, 5], [2], [6], [3]]) await open().write(minutes.map(at));
  const read = await allOf(open().read(0));
  expect(read).toEqual([1, 2, 3, 4, 5, 6].map(at));
});

test('what came in shortly before a moment by the clock of Log Service is not missed', async () => {
  const { service, open } = await place();
  const receivedAt = Math.floor(GIVEN_UP / 1000) - 600;
  const letter = JSON.stringify(rangeLetter());
  service.put(0, [{ time: receivedAt, contents: { letter } }], { receivedAt, logstore: 'letters' });
  expect(await allOf(open().read(GIVEN_UP))).toEqual([rangeLetter()]);
});

test('logs of another kind are passed over, and letters that cannot be read are counted', async () => {
  const { service, open } = await place();
  const contents = [{ message: 'delivered' }, { letter: 'hello' }, { letter: '{"kind":"alert"}' }];
  service.put(
    0,
    contents.map((each) => ({ time: 0, contents: each })),
    { logstore: 'letters' },
  );
  await open().write([recordLetter()]);
  const unreadable = { kind: 'unreadable' };
  expect(await allOf(open().read(0))).toEqual([unreadable, unreadable, recordLetter()]);
});

test('what passes is tried again, in writing and in reading', async () => {
  const { service, open } = await place();
  for (const on of ['PutLogs', 'ListShards', 'GetCursor', 'PullLogs'] as const) {
    service.fail({ kind: 'error', status: 503, errorCode: 'ServerBusy' }, { on, times: 2 });
  }
  await open().write([recordLetter()]);
  expect(await allOf(open().read(0))).toEqual([recordLetter()]);
});

test('a write that may not have worked rejects', async () => {
  const { service, open } = await place();
  const write = (changes: Partial<Pace> = {}) => open(changes).write([recordLetter()]);
  service.fail({ kind: 'error', status: 403, errorCode: 'Unauthorized' });
  await expect(write()).rejects.toMatchObject({ code: 'Unauthorized' });
  await expect(write({ deadline: 0 })).rejects.toMatchObject({ code: 'NoTimeLeft' });
  service.fail({ kind: 'error', status: 403, errorCode: 'WriteQuotaExceed' });
  const clock = { now: () => 0, deadline: 100, random: () => 1 };
  await expect(write(clock)).rejects.toMatchObject({ code: 'WriteQuotaExceed' });
  expect(await allOf(open().read(0))).toEqual([]);
});
