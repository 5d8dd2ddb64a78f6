import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import type * as detect from '../../functions/detect.ts';
import { compress } from '../../src/local/log-service/compression.ts';
import { encodeLogGroup } from '../../src/local/log-service/log-group.ts';
import { deletion } from './audit-event.ts';
import { contextOf } from './world.ts';

/**
 * Loads the bundle named on the command line and calls its handler as the trigger would, between a
 * Log Service and a Slack at their real addresses. Prints the handler's answer and what Slack got.
 */
const [, , bundle = ''] = process.argv;
const HOST = 'https://example.cn-hangzhou-intranet.log.aliyuncs.com';

let posted: unknown;
setupServer(
  http.get(`${HOST}/logstores/actiontrail_example/shards/0`, () => {
    const page = encodeLogGroup({
      topic: 'actiontrail_event',
      logs: [{ time: 1_790_000_000, contents: { event: JSON.stringify(deletion()) } }],
    });
    const { body, type = '' } = compress(page, 'lz4');
    const headers = {
      'x-log-cursor': 'Mg==',
      'x-log-count': '1',
      'x-log-bodyrawsize': String(page.length),
      'x-log-compresstype': type,
    };
    return new HttpResponse(Buffer.from(body), { headers });
  }),
  http.post('https://hooks.slack.com/services/T0/B0/x', async ({ request }) => {
    posted = await request.json();
    return HttpResponse.text('ok');
  }),
  http.post('https://oapi.dingtalk.com/robot/send', () =>
    HttpResponse.json({ errcode: 0, errmsg: 'ok' }),
  ),
).listen({ onUnhandledRequest: 'error' });

const { initialize, handler }: typeof detect = await import(bundle);
await initialize();
const event = {
  source: {
    endpoint: 'http://cn-hangzhou-intranet.log.aliyuncs.com',
    projectName: 'example',
    logstoreName: 'actiontrail_example',
    shardId: 0,
    beginCursor: 'MQ==',
    endCursor: 'Mg==',
  },
};
const keys = { id: 'STS.example', secret: 'not-a-secret', securityToken: 'token' };
const answer = await handler(Buffer.from(JSON.stringify(event)), contextOf(keys));
console.log(JSON.stringify({ answer: JSON.parse(answer), posted }));
