import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compress } from '../../src/local/log-service/compression.ts';
import { encodeLogGroup } from '../../src/local/log-service/log-group.ts';
import { deletion } from '../support/audit-event.ts';
import { cli } from '../support/terminal.ts';

// A logstore of three pages, of which the second is damaged behind its first log.

const HOST = 'https://example.cn-hangzhou.log.aliyuncs.com';
const SHARDS = `${HOST}/logstores/actiontrail_example/shards`;

const rule = `title: Deleted
name: deleted
level: high
logsource: {product: alicloud, service: actiontrail}
detection: {selection: {eventName: DeleteVpcEndpointService}, condition: selection}
`;

const pageOf = (eventId: string) =>
  encodeLogGroup({
    logs: [
      {
        time: Math.floor(Date.now() / 1000) - 60,
        contents: { event: JSON.stringify(deletion({ eventId })) },
      },
    ],
  });

/** A field whose message goes on behind the end of the page. */
const DAMAGE = new Uint8Array([0x0a, 0x7f, 0x01]);

const pages = [pageOf('first'), Buffer.concat([pageOf('second'), DAMAGE]), pageOf('third')];

const server = setupServer(
  http.get(SHARDS, () => HttpResponse.json([{ shardID: 0 }])),
  http.get(`${SHARDS}/0`, ({ request }) => {
    const query = new URL(request.url).searchParams;
    if (query.get('type') === 'cursor') {
      const isEnd = Number(query.get('from')) > Date.now() / 1000 - 30;
      return HttpResponse.json({ cursor: isEnd ? '3' : '0' });
    }
    const at = Number(query.get('cursor'));
    const body = pages[at] ?? new Uint8Array();
    const compressed = compress(body, 'gzip');
    return new HttpResponse(Buffer.from(compressed.body), {
      headers: {
        'content-type': 'application/x-protobuf',
        'x-log-cursor': String(at + 1),
        'x-log-count': '1',
        'x-log-bodyrawsize': String(body.length),
        ...(compressed.type && { 'x-log-compresstype': compressed.type }),
      },
    });
  }),
);

let directory: string;
beforeAll(async () => {
  server.listen({ onUnhandledRequest: 'error' });
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await writeFile(join(directory, 'rules.yml'), rule);
});
afterAll(async () => {
  server.close();
  await rm(directory, { recursive: true, force: true });
});

const scan = async (...words: readonly string[]) =>
  await cli(
    [
      'scan',
      '--rules=rules.yml',
      '--from=1d',
      '--project=example',
      '--logstore=actiontrail_example',
      '--endpoint=cn-hangzhou.log.aliyuncs.com',
      ...words,
    ],
    {
      directory,
      interrupted: new AbortController().signal,
      env: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'example', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'example' },
    },
  );

test('a page that is damaged costs nothing but what stands behind the damage', async () => {
  const said = await scan('--matches');
  expect(said.out.map((line) => JSON.parse(line).event)).toEqual(['first', 'second', 'third']);
  expect(said.code).toBe(1);
  expect(said.err.slice(-2)).toEqual([
    expect.stringMatching(/^1 page .*damaged.*missing/),
    expect.stringMatching(/^incomplete · 3 records/),
  ]);
});

test('the report is printed all the same', async () => {
  const said = await scan('--report', '--json');
  expect(said.code).toBe(1);
  expect(JSON.parse(said.out.join(''))).toMatchObject({
    isComplete: false,
    rules: [{ id: 'deleted', matches: 3 }],
  });
});
