import { compress } from 'lz4-napi';
import * as z from 'zod';
import { bytesOf, jsonAnswer, openCalls } from './call-log-service.ts';
import { encodeLogs, splitLogs, type WrittenLog } from './log-groups.ts';
import type { Credentials, LogSource } from './log-source.ts';

/** One answer of PullLogs: a LogGroupList in protobuf, already decompressed, and where to go on. */
export interface LogPage {
  readonly cursor: string;
  readonly nextCursor: string;
  readonly bytes: Uint8Array;
}

/**
 * One logstore. Whatever is asked of it throws a LogServiceError; `timeoutMs` bounds the connection, and
 * then the answer, of each request.
 */
export interface LogClient {
  readonly logstore: string;
  pull(shard: number, cursor: string, endCursor: string, timeoutMs: number): Promise<LogPage>;
  /**
   * Appends the logs, in as many requests as it takes; where it throws, some of them may be there. Those
   * of one request stay together and in order, in a shard of the service's choosing. Throws a RangeError
   * for a log of more than 1 MB, and then has written none.
   */
  put(logs: readonly WrittenLog[], timeoutMs: number): Promise<void>;
  /** The ids of the shards, also of those that only earlier logs are in. */
  shards(timeoutMs: number): Promise<readonly number[]>;
  /** Of the first log that came in at or after `since`, in seconds since 1970; without one, of the end. */
  cursorAt(shard: number, since: number | 'begin' | 'end', timeoutMs: number): Promise<string>;
}

export interface LogClientOptions {
  readonly source: LogSource;
  readonly credentials: Credentials;
}

/** At most so many log groups a page; the service caps a page at 10 MB besides. */
const GROUPS_PER_PAGE = 1000;

/** What lz4-napi puts in front of a block, and Log Service reads in `x-log-bodyrawsize`: its size. */
const SIZE_BYTES = 4;

/** https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-pulllogs */
const pulled = z
  .object({
    headers: z.object({ 'x-log-cursor': z.string().min(1), 'x-log-count': z.coerce.number() }),
    bytes: bytesOf,
  })
  // A body that is missing is an empty page only where the service says that it is empty.
  .refine(({ headers, bytes }) => bytes.length > 0 || headers['x-log-count'] === 0);

/** https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-listshards */
const listed = jsonAnswer(z.array(z.object({ shardID: z.number().int().nonnegative() })));

/** https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-getcursor */
const found = jsonAnswer(z.object({ cursor: z.string().min(1) }));

/** The real client of the source's logstore. */
export function openLogClient({ source, credentials }: LogClientOptions): LogClient {
  const call = openCalls(source, credentials);
  return {
    logstore: source.logstore,
    async pull(shard, cursor, endCursor, timeoutMs) {
      const count = String(GROUPS_PER_PAGE);
      const { headers, bytes } = await call(
        {
          operation: 'PullLogs',
          method: 'GET',
          path: `/shards/${shard}`,
          query: { type: 'log', cursor, end_cursor: endCursor, count },
          headers: { accept: 'application/x-protobuf', 'Accept-Encoding': 'lz4' },
          timeoutMs,
        },
        pulled,
      );
      return { cursor, nextCursor: headers['x-log-cursor'], bytes };
    },
    async put(logs, timeoutMs) {
      for (const portion of splitLogs(logs)) {
        const group = encodeLogs(portion);
        // The SDK would compress it too, but then leave out the length, which the service asks for.
        const body = (await compress(Buffer.from(group))).subarray(SIZE_BYTES);
        await call(
          {
            operation: 'PutLogs',
            method: 'POST',
            path: '/shards/lb',
            headers: {
              'content-type': 'application/x-protobuf',
              'content-length': String(body.length),
              'x-log-bodyrawsize': String(group.length),
              'x-log-compresstype': 'lz4',
            },
            body,
            timeoutMs,
          },
          z.unknown(),
        );
      }
    },
    async shards(timeoutMs) {
      const shards = await call(
        { operation: 'ListShards', method: 'GET', path: '/shards', timeoutMs },
        listed,
      );
      return shards.map(({ shardID }) => shardID);
    },
    async cursorAt(shard, since, timeoutMs) {
      const { cursor } = await call(
        {
          operation: 'GetCursor',
          method: 'GET',
          path: `/shards/${shard}`,
          query: { type: 'cursor', from: String(since) },
          timeoutMs,
        },
        found,
      );
      return cursor;
    },
  };
}
