import { Readable } from 'node:stream';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import Sls from '@alicloud/sls20201230';
import { RuntimeOptions } from '@darabonba/typescript';
import * as z from 'zod';
import { isLoopback } from './endpoint.ts';
import { logServiceError } from './log-service-error.ts';
import type { Credentials, LogSource } from './log-source.ts';

/** One answer of PullLogs: a LogGroupList in protobuf, already decompressed, and where to go on. */
export interface LogPage {
  readonly cursor: string;
  readonly nextCursor: string;
  readonly bytes: Uint8Array;
}

export interface LogClient {
  /** Throws a LogServiceError. `timeoutMs` bounds the connection and the answer, each. */
  pull(shard: number, cursor: string, endCursor: string, timeoutMs: number): Promise<LogPage>;
}

export interface LogClientOptions {
  readonly source: LogSource;
  readonly credentials: Credentials;
}

/** At most so many log groups a page; the service caps a page at 10 MB besides. */
const GROUPS_PER_PAGE = 1000;

/** https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-pulllogs */
const pulled = z
  .object({
    statusCode: z.literal(200),
    headers: z.object({ 'x-log-cursor': z.string().min(1), 'x-log-count': z.coerce.number() }),
    body: z.instanceof(Readable).optional(),
  })
  .transform(async ({ headers, body }) => ({ headers, bytes: await wholeOf(body) }))
  // A body that is missing is an empty page only where the service says that it is empty.
  .refine(({ headers, bytes }) => bytes.length > 0 || headers['x-log-count'] === 0);

/** The real client. Its typed `pullLogs` parses protobuf as JSON, so PullLogs goes through `execute`. */
export function openLogClient({ source, credentials }: LogClientOptions): LogClient {
  const loopback = isLoopback(source.endpoint);
  const client = new Sls.default(
    new $OpenApiUtil.Config({
      endpoint: source.endpoint,
      protocol: loopback ? 'http' : 'https',
      accessKeyId: credentials.accessKeyId,
      accessKeySecret: credentials.accessKeySecret,
      ...(credentials.securityToken && { securityToken: credentials.securityToken }),
    }),
  );
  return {
    async pull(shard, cursor, endCursor, timeoutMs) {
      try {
        const { headers, bytes } = await pulled.parseAsync(
          await client.execute(
            pullLogs(source.logstore, shard),
            new $OpenApiUtil.OpenApiRequest({
              // The host is <project>.<endpoint>, but for a stand-in that has no name to resolve.
              ...(!loopback && { hostMap: { project: source.project } }),
              headers: {
                accept: 'application/x-protobuf',
                'Accept-Encoding': 'lz4',
                ...(loopback && { host: source.endpoint }),
              },
              query: { cursor, end_cursor: endCursor, count: String(GROUPS_PER_PAGE) },
            }),
            new RuntimeOptions({ connectTimeout: timeoutMs, readTimeout: timeoutMs }),
          ),
        );
        return { cursor, nextCursor: headers['x-log-cursor'], bytes };
      } catch (error) {
        throw logServiceError(error);
      }
    },
  };
}

function pullLogs(logstore: string, shard: number): $OpenApiUtil.Params {
  return new $OpenApiUtil.Params({
    action: 'PullLogs',
    version: '2020-12-30',
    pathname: `/logstores/${encodeURIComponent(logstore)}/shards/${shard}?type=log`,
    method: 'GET',
    authType: 'AK',
    style: 'ROA',
    reqBodyType: 'none',
    bodyType: 'binary',
  });
}

/** A page that was compressed comes in one piece: to join it, as the client would, is to copy 10 MB. */
async function wholeOf(body: Readable | undefined): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body ?? []) pieces.push(bytesOf.parse(piece));
  const [first = new Uint8Array(), ...others] = pieces;
  return others.length === 0 ? first : Buffer.concat(pieces);
}

const bytesOf = z.instanceof(Uint8Array);
