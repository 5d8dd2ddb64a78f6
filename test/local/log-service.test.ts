import { GetCursorTimeRequest } from '@alicloud/sls20201230';
import { expect, test } from 'vitest';
import { readPage, runtime } from './log-service-client.ts';
import { log, start } from './started-log-service.ts';

test.each(['lz4', 'gzip', 'deflate', 'identity'])(
  'the SDK pulls what was put, sent as %s',
  async (encoding) => {
    const { service, pull } = await start();
    const { begin, end } = service.put(0, [log('CreateVpcEndpoint'), log('DeleteDesktops')]);
    const page = await pull({ cursor: begin, end_cursor: end, count: '100' }, { encoding });
    expect(page.headers['x-log-cursor']).toBe(end);
    expect(page.headers['x-log-count']).toBe('1');
    expect(page.headers['x-log-compresstype']).toBe(encoding === 'identity' ? undefined : encoding);
    const texts = readPage(page.body).map(({ contents }) => String(contents['event']));
    expect(texts).toEqual(['{"eventName":"CreateVpcEndpoint"}', '{"eventName":"DeleteDesktops"}']);
  },
);

test('times, topics and bytes that are no text arrive as they were put', async () => {
  const { service, pull } = await start();
  const bytes = Uint8Array.of(0xff, 0x00, 0xc3, 0x28);
  const { begin, end } = service.putGroups(0, [
    {
      topic: '审计',
      source: '192.0.2.1',
      machineUuid: 'none',
      tags: { __receive_time__: '1' },
      logs: [{ time: 1_700_000_001, timeNs: 999_999_999, contents: { event: bytes, '': '' } }],
    },
  ]);
  const page = await pull({ cursor: begin, end_cursor: end });
  expect(readPage(page.body)).toEqual([
    {
      time: 1_700_000_001,
      timeNs: 999_999_999,
      topic: '审计',
      contents: { event: Buffer.from(bytes), '': Buffer.alloc(0) },
    },
  ]);
});

test('a page holds as many groups as asked for, and its cursor leads to the next one', async () => {
  const { service, pull } = await start();
  const { begin, end } = service.putGroups(
    0,
    ['a', 'b', 'c'].map((name) => ({ logs: [log(name), log(`${name}2`)] })),
  );
  const first = await pull({ cursor: begin, end_cursor: end, count: '2' });
  expect(readPage(first.body)).toHaveLength(4);
  const next = first.headers['x-log-cursor'] ?? '';
  const second = await pull({ cursor: next, end_cursor: end, count: '2' });
  expect(readPage(second.body)).toHaveLength(2);
  expect(second.headers['x-log-cursor']).toBe(end);
});

test('logs of different topics become different groups', async () => {
  const { service, pull } = await start();
  const { begin } = service.put(0, [log('a', 'one'), log('b', 'two'), log('c', 'two')]);
  const page = await pull({ cursor: begin });
  expect(page.headers['x-log-count']).toBe('2');
  expect(readPage(page.body).map(({ topic }) => topic)).toEqual(['one', 'two', 'two']);
});

test.each([{ maxGroupsPerPage: 1 }, { maxBytesPerPage: 10 }])(
  'a page can be cut shorter than was asked for, but never below one group: %o',
  async (limit) => {
    const { service, pull } = await start(limit);
    const { begin } = service.putGroups(0, [{ logs: [log('a')] }, { logs: [log('b')] }]);
    const page = await pull({ cursor: begin, count: '1000' });
    expect(readPage(page.body)).toHaveLength(1);
  },
);

test('an empty range answers an empty page that stays where it is', async () => {
  const { service, pull } = await start();
  const { end } = service.put(0, [log('a')]);
  const page = await pull({ cursor: end, end_cursor: end });
  expect(page.body).toHaveLength(0);
  expect(page.headers['x-log-cursor']).toBe(end);
  expect(page.headers['x-log-count']).toBe('0');
});

test('cursors are found by begin, end and the time of arrival', async () => {
  const { service, getCursor } = await start();
  const first = service.put(0, [log('a')], { receivedAt: 1000 });
  const second = service.put(0, [log('b')], { receivedAt: 2000 });
  expect(first.end).toBe(second.begin);
  expect(await getCursor('begin')).toBe(first.begin);
  expect(await getCursor('end')).toBe(second.end);
  expect(await getCursor('0')).toBe(first.begin);
  expect(await getCursor('1001')).toBe(second.begin);
  expect(await getCursor('2001')).toBe(second.end);
});

test('a cursor tells when its group arrived', async () => {
  const { service, client, endpoint } = await start();
  const { begin } = service.put(0, [log('a')], { receivedAt: 1234 });
  const request = new GetCursorTimeRequest({ cursor: begin });
  const headers = { host: endpoint };
  const { body } = await client.getCursorTimeWithOptions(
    'demo',
    'audit',
    '0',
    request,
    headers,
    runtime,
  );
  expect(Number(body?.cursorTime)).toBe(1234);
});

test('cursors are too large for a double, as real ones are', async () => {
  const { service } = await start();
  const { begin } = service.put(0, [log('a')]);
  const digits = Buffer.from(begin, 'base64').toString();
  expect(String(Number(digits))).not.toBe(digits);
});

test('shards are listed, and each holds its own logs', async () => {
  const { service, client, endpoint, pull } = await start({ shards: 2 });
  const { body } = await client.listShardsWithOptions('demo', 'audit', { host: endpoint }, runtime);
  expect(body?.map((shard) => [shard.shardID, shard.status, shard.inclusiveBeginKey])).toEqual([
    [0, 'readwrite', '0'.repeat(32)],
    [1, 'readwrite', `8${'0'.repeat(31)}`],
  ]);
  const { begin } = service.put(1, [log('a')]);
  expect(readPage((await pull({ cursor: begin }, { shard: 1 })).body)).toHaveLength(1);
  expect(readPage((await pull({ cursor: begin }, { shard: 0 })).body)).toHaveLength(0);
});

test('temporary keys are accepted with their token', async () => {
  const accessKeys = { id: 'STS.LOCAL', secret: 'local-secret', securityToken: 'a token+/=' };
  const { service, pull } = await start({ accessKeys });
  const { begin } = service.put(0, [log('a')]);
  expect(readPage((await pull({ cursor: begin })).body)).toHaveLength(1);
  expect(service.requests()).toMatchObject([
    { operation: 'PullLogs', query: { cursor: begin }, temporaryKeys: true, answer: 200 },
  ]);
  expect(JSON.stringify(service.requests())).not.toMatch(/token\+|LOG STS|local-secret/);
});

test('a trigger event names the range to fetch', async () => {
  const { service, endpoint } = await start({ now: () => 1_700_000_000_500 });
  const range = service.put(0, [log('a')]);
  expect(service.triggerEvent(0, range)).toEqual({
    parameter: {},
    source: {
      endpoint: `http://${endpoint}`,
      projectName: 'demo',
      logstoreName: 'audit',
      shardId: 0,
      beginCursor: range.begin,
      endCursor: range.end,
    },
    jobName: 'local',
    taskId: 'local-1',
    cursorTime: 1_700_000_000,
  });
});
