import fc from 'fast-check';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { expect, onTestFinished, test } from 'vitest';
import { openLogClient } from '../../src/logs/log-client.ts';
import type { WrittenLog } from '../../src/logs/log-groups.ts';
import { readLogs } from '../../src/logs/read-logs.ts';
import { keys, start } from '../local/started-log-service.ts';

const TIMEOUT = 5_000;
const time = Math.floor(Date.now() / 1000);
const credentials = {
  accessKeyId: keys.id,
  accessKeySecret: keys.secret,
  securityToken: undefined,
};

/** A logstore beside the trail's, and the client of it. */
async function open(options: Parameters<typeof start>[0] = {}) {
  const { service, endpoint } = await start({ more: ['letters'], ...options });
  const client = openLogClient({
    source: { endpoint, project: 'demo', logstore: 'letters' },
    credentials,
  });
  return {
    service,
    client,
    /** All that a shard holds. */
    async logs(shard = 0) {
      const [begin, end] = [
        await client.cursorAt(shard, 'begin', TIMEOUT),
        await client.cursorAt(shard, 'end', TIMEOUT),
      ];
      if (begin === end) return [];
      const page = await client.pull(shard, begin, end, TIMEOUT);
      expect(page.nextCursor).toBe(end);
      return [...readLogs(page, { logstore: 'letters', shard })];
    },
  };
}

const put = (text: string): WrittenLog => ({ time, contents: { text } });

test('what is written is read again', async () => {
  const { client, logs } = await open();
  await client.put([{ time, contents: { kind: 'alert', letter: '{"🗑":"\u{2F800}"}' } }], TIMEOUT);
  const [log, ...others] = await logs();
  expect(others).toEqual([]);
  expect(log?.time()).toBe(time);
  expect([log?.text('kind'), log?.text('letter')]).toEqual(['alert', '{"🗑":"\u{2F800}"}']);
});

test('whatever text is written is read again', async () => {
  const { client, logs } = await open();
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  const samples = fc.sample(text, { numRuns: 300, seed: 1 });
  await client.put(samples.map(put), TIMEOUT);
  expect((await logs()).map((log) => log.text('text'))).toEqual(samples);
});

test('nothing to write is no request', async () => {
  const { client, service } = await open();
  await client.put([], TIMEOUT);
  expect(service.requests()).toEqual([]);
});

test.each([
  ['many logs', 9_000, 10, 3],
  ['large logs', 8, 800_000, 3],
])('%s are written in several requests, in order', async (_, count, length, requests) => {
  const { client, service, logs } = await open();
  const texts = Array.from({ length: count }, (__, at) => String(at).padEnd(length, '.'));
  await client.put(texts.map(put), TIMEOUT);
  expect(service.requests().map(({ operation }) => operation)).toEqual(
    Array.from({ length: requests }, () => 'PutLogs'),
  );
  expect((await logs()).map((log) => log.text('text'))).toEqual(texts);
});

test('a log that is too large is refused before anything is written', async () => {
  const { client, logs } = await open();
  const putting = client.put([put('small'), put('長'.repeat(400_000))], TIMEOUT);
  await expect(putting).rejects.toThrow(RangeError);
  expect(await logs()).toEqual([]);
});

test('all shards are named', async () => {
  const { client } = await open({ shards: 3 });
  expect(await client.shards(TIMEOUT)).toEqual([0, 1, 2]);
});

test('a cursor is found by the time of arrival', async () => {
  const { client, service } = await open();
  const at = (receivedAt: number) => ({ receivedAt, logstore: 'letters' });
  const first = service.put(0, [put('a')], at(1_000));
  const second = service.put(0, [put('b')], at(2_000));
  expect(await client.cursorAt(0, 'begin', TIMEOUT)).toBe(first.begin);
  expect(await client.cursorAt(0, 1_001, TIMEOUT)).toBe(second.begin);
  expect(await client.cursorAt(0, 2_001, TIMEOUT)).toBe(second.end);
  expect(await client.cursorAt(0, 'end', TIMEOUT)).toBe(second.end);
});

type Client = Awaited<ReturnType<typeof open>>['client'];
const operations: readonly [string, (client: Client) => Promise<unknown>, permission: string][] = [
  ['put', (client) => client.put([put('a')], TIMEOUT), 'log:PostLogStoreLogs'],
  ['shards', (client) => client.shards(TIMEOUT), 'log:ListShards'],
  ['cursorAt', (client) => client.cursorAt(0, 'begin', TIMEOUT), 'log:GetCursorOrData'],
  ['pull', (client) => client.pull(0, 'MA==', 'MQ==', TIMEOUT), 'log:GetCursorOrData'],
];

test.each(operations)('%s names the permission that is missing', async (_, ask, permission) => {
  const { client, service } = await open();
  service.fail({ kind: 'error', status: 403, errorCode: 'Unauthorized' });
  const failure = await ask(client).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'LogServiceError', code: 'Unauthorized', passing: false });
  expect(String(failure)).toContain(permission);
});

test.each(operations)('%s tells what passes from what does not', async (_, ask) => {
  const { client, service } = await open();
  const faults = [
    [403, 'WriteQuotaExceed', true],
    [500, 'InternalServerError', true],
    [404, 'LogStoreNotExist', false],
    [400, 'PostBodyInvalid', false],
  ] as const;
  for (const [status, errorCode, passing] of faults) {
    service.fail({ kind: 'error', status, errorCode });
    await expect(ask(client)).rejects.toMatchObject({ code: errorCode, passing });
  }
  service.fail({ kind: 'reset' });
  await expect(ask(client)).rejects.toMatchObject({ name: 'LogServiceError', passing: true });
});

test('a logstore that is not there is said to be none', async () => {
  const { endpoint } = await start();
  const source = { endpoint, project: 'demo', logstore: 'elsewhere' };
  const client = openLogClient({ source, credentials });
  const code = 'LogStoreNotExist';
  for (const [, ask] of operations) await expect(ask(client)).rejects.toMatchObject({ code });
});

test('logs go to the configured host over HTTPS, with the token of the invocation', async () => {
  const asked: Request[] = [];
  const url =
    'https://example.cn-hangzhou-intranet.log.aliyuncs.com/logstores/letters/shards/:shard';
  const server = setupServer(
    http.all(url, ({ request }) => {
      asked.push(request.clone());
      return HttpResponse.json({ cursor: 'MA==' });
    }),
  );
  server.listen({ onUnhandledRequest: 'error' });
  onTestFinished(() => server.close());
  const client = openLogClient({
    source: {
      endpoint: 'cn-hangzhou-intranet.log.aliyuncs.com',
      project: 'example',
      logstore: 'letters',
    },
    credentials: { ...credentials, securityToken: 'token-of-this-invocation' },
  });
  await client.put([put('a')], TIMEOUT);
  await client.cursorAt(0, 'begin', TIMEOUT);
  expect(asked.map(({ method, headers }) => [method, headers.get('x-acs-security-token')])).toEqual(
    [
      ['POST', 'token-of-this-invocation'],
      ['GET', 'token-of-this-invocation'],
    ],
  );
});

test('an answer that is not what was asked for passes by itself', async () => {
  const { client, service } = await open();
  service.fail({ kind: 'garble' }, { times: 2 });
  await expect(client.shards(TIMEOUT)).rejects.toMatchObject({ passing: true });
  await expect(client.cursorAt(0, 'begin', TIMEOUT)).rejects.toMatchObject({ passing: true });
});
