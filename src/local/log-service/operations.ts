import { compress } from './compression.ts';
import { errorResponse, parameterInvalid } from './refusal.ts';
import type { Shard } from './shard.ts';

const MAX_GROUPS_ASKED = 1000;

/** @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-listshards */
export function listShards(shards: readonly Shard[]): Response {
  // The shards divide the space of MD5 hashes evenly among them, each up to where the next begins.
  const keyAt = (index: number) =>
    index === shards.length
      ? 'f'.repeat(32)
      : ((2n ** 128n * BigInt(index)) / BigInt(shards.length)).toString(16).padStart(32, '0');
  return Response.json(
    shards.map((_, index) => ({
      shardID: index,
      status: 'readwrite',
      inclusiveBeginKey: keyAt(index),
      exclusiveEndKey: keyAt(index + 1),
      createTime: 0,
    })),
  );
}

/** @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-getcursor */
export function getCursor(query: URLSearchParams, shard: Shard): Response {
  const from = query.get('from') ?? '';
  const { begin, end } = shard.all();
  if (from === 'begin') return Response.json({ cursor: begin });
  if (from === 'end') return Response.json({ cursor: end });
  return /^\d{1,12}$/.test(from)
    ? Response.json({ cursor: shard.cursorFrom(Number(from)) })
    : errorResponse(parameterInvalid('Parameter From'));
}

/** @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-getcursortime */
export function getCursorTime(query: URLSearchParams, shard: Shard, now: number): Response {
  const cursor = query.get('cursor') ?? '';
  // Nothing has arrived at the end yet, so its time is the moment of asking.
  return shard.has(cursor)
    ? Response.json({ cursor_time: shard.receivedAt(cursor) ?? Math.floor(now / 1000) })
    : errorResponse(parameterInvalid('Parameter Cursor'));
}

/** @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-pulllogs */
export function pullLogs(query: URLSearchParams, headers: Headers, shard: Shard): Response {
  const count = Number(query.get('count') ?? '100');
  if (!Number.isInteger(count) || count < 1 || count > MAX_GROUPS_ASKED) {
    return errorResponse(parameterInvalid('Parameter Count'));
  }
  const page = shard.page(query.get('cursor') ?? '', query.get('end_cursor') ?? undefined, count);
  if (page === undefined) return errorResponse(parameterInvalid('Parameter Cursor'));
  const { body, type } = compress(page.body, headers.get('accept-encoding') ?? '');
  return new Response(body, {
    headers: {
      'content-type': 'application/x-protobuf',
      'x-log-cursor': page.next,
      'x-log-count': String(page.groups),
      'x-log-bodyrawsize': String(page.body.length),
      ...(type === undefined ? {} : { 'x-log-compresstype': type }),
    },
  });
}
