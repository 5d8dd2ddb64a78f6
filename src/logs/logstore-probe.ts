import * as z from 'zod';
import { parseJson } from '../model/fields.ts';
import { bytesOf, openCalls } from './call-log-service.ts';
import type { Credentials, LogSource } from './log-source.ts';

/** A logstore as it is seen without reading any log of it. */
export interface LogstoreView {
  readonly shards: readonly {
    readonly id: number;
    /** Whether new logs go into it: one that was split or merged only holds what it had. */
    readonly isWritable: boolean;
  }[];
  /** What the service's clock showed, in milliseconds since 1970; undefined where it did not say. */
  readonly serverTime: number | undefined;
}

/** https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-listshards */
const listed = z.array(
  z.object({ shardID: z.number().int().nonnegative(), status: z.string().catch('readwrite') }),
);

const answer = z
  .object({ headers: z.object({ date: z.string().catch('') }), bytes: bytesOf })
  .transform(({ headers, bytes }): LogstoreView => {
    const shards = listed.parse(parseJson(Buffer.from(bytes).toString()));
    const serverTime = Date.parse(headers.date);
    return {
      shards: shards.map(({ shardID: id, status }) => ({ id, isWritable: status === 'readwrite' })),
      serverTime: Number.isNaN(serverTime) ? undefined : serverTime,
    };
  });

/** Asks after a logstore, in one request. Throws a LogServiceError. */
export async function viewLogstore(
  source: LogSource,
  credentials: Credentials,
  timeoutMs: number,
): Promise<LogstoreView> {
  const call = openCalls(source, credentials);
  return call({ operation: 'ListShards', method: 'GET', path: '/shards', timeoutMs }, answer);
}
