import { createHash, createHmac } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { compressSync } from 'lz4-napi';
import { expect, test } from 'vitest';
import { putGroup, readPage, writeGroup } from './log-service-client.ts';
import { keys, start } from './started-log-service.ts';

const now = Math.floor(Date.now() / 1000);
const event = (text: string, time = now) => ({ time, contents: { event: text } });

type Headers = Readonly<Record<string, string>>;

const asLz4 = (group: Uint8Array) => compressSync(Buffer.from(group)).subarray(4);

/** A service, and the real client's PutLogs. */
async function open(options: Parameters<typeof start>[0] = {}) {
  const started = await start({ more: ['letters'], ...options });
  const { service, client, endpoint, pull } = started;
  const send = (body: Uint8Array, headers: Headers, logstore?: string) =>
    putGroup(
      client,
      endpoint,
      body,
      { 'content-length': String(body.length), ...headers },
      logstore,
    );
  return {
    ...started,
    send,
    put(group: Uint8Array, headers: Headers = {}, logstore?: string) {
      const size = { 'x-log-bodyrawsize': String(group.length), 'x-log-compresstype': 'lz4' };
      return send(asLz4(group), { ...size, ...headers }, logstore);
    },
    async logs(shard = 0, logstore = 'audit') {
      const cursor = service.range(shard, logstore).begin;
      return readPage((await pull({ cursor }, { shard, logstore })).body);
    },
  };
}

const texts = (logs: ReturnType<typeof readPage>) =>
  logs.map(({ contents }) => String(contents['event']));

test.each([
  ['lz4', asLz4],
  ['deflate', deflateSync],
] as const)('a group that was sent as %s is pulled as it was written', async (type, compressed) => {
  const { send, logs } = await open();
  const contents = { event: '{"eventName":"删除 🗑 \u{2F800}"}', reason: 'x'.repeat(300), none: '' };
  const group = writeGroup([{ time: now, contents }, event('second', now - 1)], '审计');
  await send(compressed(group), {
    'x-log-compresstype': type,
    'x-log-bodyrawsize': String(group.length),
  });
  const [first, second] = await logs();
  expect(first).toEqual({
    time: now,
    timeNs: undefined,
    topic: '审计',
    contents: Object.fromEntries(
      Object.entries(contents).map(([key, value]) => [key, Buffer.from(value)]),
    ),
  });
  expect(second?.time).toBe(now - 1);
});

test('the shards of a logstore take turns, and no other logstore sees what is written', async () => {
  const { put, logs } = await open({ shards: 2 });
  for (const name of ['a', 'b', 'c']) await put(writeGroup([event(name)]), {}, 'letters');
  expect(texts(await logs(0, 'letters'))).toEqual(['a', 'c']);
  expect(texts(await logs(1, 'letters'))).toEqual(['b']);
  expect(await logs(0, 'audit')).toEqual([]);
});

test('a write fails as told, and is remembered', async () => {
  const { service, put, logs } = await open();
  service.fail({ kind: 'error', status: 403, errorCode: 'WriteQuotaExceed' }, { on: 'PutLogs' });
  await expect(put(writeGroup([event('a')]))).rejects.toMatchObject({ code: 'WriteQuotaExceed' });
  await put(writeGroup([event('b')]));
  expect(service.requests()).toMatchObject([
    { operation: 'PutLogs', path: '/logstores/audit/shards/lb', answer: 403 },
    { operation: 'PutLogs', answer: 200 },
  ]);
  expect(texts(await logs())).toEqual(['b']);
});

const latin1 = writeGroup([event('x')]).map((byte) => (byte === 0x78 ? 0xe9 : byte));

test.each<[string, Uint8Array, Headers, string]>([
  ['bytes that are no group', Uint8Array.of(0x0a, 0x7f), {}, 'PostBodyInvalid'],
  ['a group that is cut short', writeGroup([event('a')]).subarray(0, -1), {}, 'PostBodyInvalid'],
  ['a text that is not UTF-8', latin1, {}, 'InvalidEncoding'],
  ['a key without a name', writeGroup([{ time: now, contents: { '': 'a' } }]), {}, 'InvalidKey'],
  ['a log from last month', writeGroup([event('a', now - 30 * 86_400)]), {}, 'PostBodyInvalid'],
  ['a log from tomorrow', writeGroup([event('a', now + 86_400)]), {}, 'PostBodyInvalid'],
  [
    'more than 4,096 logs',
    writeGroup(Array.from({ length: 4_097 }, () => event('a'))),
    {},
    'PostBodyTooLarge',
  ],
  [
    'a value of more than 1 MB',
    writeGroup([event('a'.repeat(1024 * 1024 + 1))]),
    {},
    'PostBodyTooLarge',
  ],
  [
    'a group of more than 10 MB',
    writeGroup(Array.from({ length: 11 }, () => event('a'.repeat(1024 * 1024)))),
    {},
    'PostBodyTooLarge',
  ],
  [
    'another compression than it says',
    writeGroup([event('a')]),
    { 'x-log-compresstype': 'deflate' },
    'PostBodyUncompressError',
  ],
  [
    'another size than it says',
    writeGroup([event('a')]),
    { 'x-log-bodyrawsize': '3' },
    'PostBodyUncompressError',
  ],
  [
    'another content type',
    writeGroup([event('a')]),
    { 'content-type': 'application/json' },
    'InvalidContentType',
  ],
])('%s is refused whole', async (_, group, headers, code) => {
  const { put, logs } = await open();
  await expect(put(group, headers)).rejects.toMatchObject({ code });
  expect(await logs()).toEqual([]);
});

test('a body without its length is refused, which is how the SDK sends what it compresses', async () => {
  const { client, endpoint } = await open();
  const putting = putGroup(client, endpoint, writeGroup([event('a')]), {});
  await expect(putting).rejects.toMatchObject({ code: 'MissingContentLength' });
});

test('another logstore is refused', async () => {
  const { put } = await open();
  const putting = put(writeGroup([event('a')]), {}, 'other');
  await expect(putting).rejects.toMatchObject({ code: 'LogStoreNotExist' });
});

test('a signature covers the body', async () => {
  const { endpoint, logs } = await open();
  const path = '/logstores/audit/shards/lb';
  const md5 = (body: Uint8Array) => createHash('md5').update(body).digest('hex').toUpperCase();
  const [group, other] = [writeGroup([event('a')]), writeGroup([event('b')])];
  const type = 'application/x-protobuf';
  const date = new Date().toUTCString();
  const size = `x-log-bodyrawsize:${group.length}`;
  const method = 'x-log-signaturemethod:hmac-sha256';
  const signed = ['POST', md5(group), type, date, size, method, path].join('\n');
  const signature = createHmac('sha256', keys.secret).update(signed).digest('base64');
  const statusOf = async (body: Uint8Array, digest = md5(group)) => {
    const headers = {
      date,
      authorization: `LOG ${keys.id}:${signature}`,
      'content-md5': digest,
      'content-type': type,
      'x-log-bodyrawsize': String(group.length),
      'x-log-signaturemethod': 'hmac-sha256',
    };
    const request = { method: 'POST', headers, body: Buffer.from(body) };
    return (await fetch(`http://${endpoint}${path}`, request)).status;
  };
  expect(await statusOf(other)).toBe(400);
  expect(await statusOf(other, md5(other))).toBe(401);
  expect(await statusOf(group)).toBe(200);
  expect(texts(await logs())).toEqual(['a']);
});
