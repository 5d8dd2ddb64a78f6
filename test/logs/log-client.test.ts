import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { compress } from '../../src/local/log-service/compression.ts';
import { encodeLogGroup } from '../../src/local/log-service/log-group.ts';
import { openLogClient } from '../../src/logs/log-client.ts';
import { readLogs } from '../../src/logs/read-logs.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const HOST = 'https://example.cn-hangzhou-intranet.log.aliyuncs.com';
const SHARD = `${HOST}/logstores/actiontrail_example/shards/0`;

const client = openLogClient({
  source: {
    endpoint: 'cn-hangzhou-intranet.log.aliyuncs.com',
    project: 'example',
    logstore: 'actiontrail_example',
  },
  credentials: {
    accessKeyId: 'STS.example',
    accessKeySecret: 'not-a-secret',
    securityToken: 'token-of-this-invocation',
  },
});

const pull = () => client.pull(0, 'MA==', 'Mg==', 5_000);

test('the configured host is asked over HTTPS, with the token of the invocation', async () => {
  let asked: Request | undefined;
  server.use(
    http.get(SHARD, ({ request }) => {
      asked = request;
      return page(new Uint8Array());
    }),
  );
  await pull();
  expect(asked?.headers.get('x-acs-security-token')).toBe('token-of-this-invocation');
  expect(asked?.headers.get('authorization')).toMatch(/^LOG STS\.example:/);
  const query = new URL(asked?.url ?? '').searchParams;
  expect(Object.fromEntries(query)).toMatchObject({
    type: 'log',
    cursor: 'MA==',
    end_cursor: 'Mg==',
  });
});

test('a page that was compressed by zlib is read', async () => {
  const body = encodeLogGroup({
    topic: 'actiontrail_audit_event',
    logs: [{ time: 7, contents: { event: '{"eventName":"X"}' } }],
  });
  server.use(http.get(SHARD, () => page(body)));
  const [log] = readLogs(await pull(), { logstore: 'actiontrail_example', shard: 0 });
  expect(log?.time()).toBe(7);
  expect(log?.text('event')).toBe('{"eventName":"X"}');
});

test.each([
  [429, 'TooManyRequests', true],
  [403, 'ReadQuotaExceed', true],
  [403, 'ShardReadQuotaExceed', true],
  [500, 'InternalServerError', true],
  [503, 'ServerBusy', true],
  [401, 'SignatureNotMatch', false],
  [403, 'Unauthorized', false],
  [404, 'LogStoreNotExist', false],
  [400, 'ParameterInvalid', false],
])('status %i with %s passes by itself: %s', async (status, errorCode, passing) => {
  const errorMessage = 'signature of STS.example with not-a-secret';
  server.use(http.get(SHARD, () => HttpResponse.json({ errorCode, errorMessage }, { status })));
  const failure = await pull().catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'LogServiceError', code: errorCode, passing });
  expect(String(failure)).not.toContain('not-a-secret');
});

test.each([
  ['a page of HTML', () => new HttpResponse('<html>bad gateway</html>', { status: 502 })],
  ['a broken connection', () => HttpResponse.error()],
  [
    'a page that lost its body',
    () => new HttpResponse(null, { headers: { 'x-log-cursor': 'Mg==', 'x-log-count': '3' } }),
  ],
  ['an answer without a cursor', () => new HttpResponse(new Uint8Array([1]), { status: 200 })],
])('%s passes by itself', async (_, answer) => {
  server.use(http.get(SHARD, answer));
  await expect(pull()).rejects.toMatchObject({ name: 'LogServiceError', passing: true });
});

/** As Log Service answers: zlib is called gzip, and the raw size stands in a header. */
function page(body: Uint8Array): Response {
  const compressed = compress(body, 'gzip');
  return new HttpResponse(Buffer.from(compressed.body), {
    headers: {
      'content-type': 'application/x-protobuf',
      'x-log-cursor': 'Mg==',
      'x-log-count': String(body.length && 1),
      'x-log-bodyrawsize': String(body.length),
      ...(compressed.type && { 'x-log-compresstype': compressed.type }),
    },
  });
}
