import { randomUUID } from 'node:crypto';
import type { Config } from '../../config/settings.ts';
import type { Terminal } from '../command.ts';
import { detectEvent } from './detect-event.ts';
import { openTrail } from './open-trail.ts';

type Settings = NonNullable<Config['compute']>;

export const functionKinds = ['detect', 'sweep', 'web'] as const;

export type FunctionKind = (typeof functionKinds)[number];

/** How long somebody at a terminal waits for Log Service. */
const PATIENCE_MS = 15_000;

/** What a function can be called with that does no more than it does all day. */
export async function probeEvent(
  kind: FunctionKind,
  settings: Settings,
  terminal: Terminal,
): Promise<string> {
  switch (kind) {
    case 'detect':
      return emptyRange(terminal);
    case 'sweep':
      return JSON.stringify({
        triggerTime: isoNow(),
        triggerName: 'trailbell-invoke',
        payload: '',
      });
    case 'web':
      return healthCheck(settings);
  }
}

/** The end of a shard: there is nothing behind it, and nothing is pulled. */
async function emptyRange(terminal: Terminal): Promise<string> {
  const { source, client } = await openTrail(terminal);
  const [shard = 0] = await client.shards(PATIENCE_MS);
  const end = await client.cursorAt(shard, 'end', PATIENCE_MS);
  return detectEvent(source, { shard, beginCursor: end, endCursor: end });
}

/**
 * What an HTTP trigger hands to an event function:
 * https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/http-trigger-invoking-function
 */
function healthCheck({ account }: Settings): string {
  const path = '/healthz';
  return JSON.stringify({
    version: 'v1',
    rawPath: path,
    body: '',
    isBase64Encoded: false,
    headers: { Host: 'localhost', Accept: 'application/json' },
    queryParameters: {},
    requestContext: {
      accountId: account,
      domainName: 'localhost',
      requestId: randomUUID(),
      time: isoNow(),
      timeEpoch: String(Date.now()),
      http: {
        method: 'GET',
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'trailbell-invoke',
      },
    },
  });
}

function isoNow(): string {
  return new Date().toISOString();
}
