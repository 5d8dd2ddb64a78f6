import { GetCursorRequest } from '@alicloud/sls20201230';
import { afterEach } from 'vitest';
import {
  startLogService,
  type LogServiceOptions,
} from '../../src/local/log-service/log-service.ts';
import { connect, pullPage, runtime } from './log-service-client.ts';

export const keys = { id: 'LOCALKEY', secret: 'local-secret' };
export const log = (name: string, topic = 'actiontrail_event') => ({
  time: 1_700_000_000,
  topic,
  contents: { event: `{"eventName":"${name}"}` },
});

const running: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(running.splice(0).map((service) => service.close())));

/** A service that ends with its test, and the real client of it. */
export async function start(options: Partial<LogServiceOptions> = {}) {
  const service = await startLogService({
    project: 'demo',
    logstore: 'audit',
    accessKeys: keys,
    ...options,
  });
  running.push(service);
  const { endpoint } = service;
  const client = connect(endpoint, options.accessKeys ?? keys);
  const pull = (query: Record<string, string>, where?: Parameters<typeof pullPage>[3]) =>
    pullPage(client, endpoint, query, where);
  const getCursor = async (from: string, shard = '0') => {
    const request = new GetCursorRequest({ from });
    const headers = { host: endpoint };
    const answer = await client.getCursorWithOptions(
      'demo',
      'audit',
      shard,
      request,
      headers,
      runtime,
    );
    return answer.body?.cursor;
  };
  return { service, client, endpoint, pull, getCursor };
}
