import { encodeLogGroup } from '../src/local/log-service/log-group.ts';
import type { LogPage } from '../src/logs/log-client.ts';
import { readLogs } from '../src/logs/read-logs.ts';

/** The service caps a page at 10 MB: https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-pulllogs */
const LARGEST_PAGE = 10 * 1024 * 1024;

const LOGS_PER_GROUP = 1000;

/** Decompressed pages as Log Service answers with them: protobuf, a record to a log. */
export function encodePages(texts: readonly string[]): LogPage[] {
  const pages: LogPage[] = [];
  let groups: Uint8Array[] = [];
  let size = 0;
  const close = () => {
    const cursor = String(pages.length);
    const nextCursor = String(pages.length + 1);
    if (size > 0) pages.push({ cursor, nextCursor, bytes: Buffer.concat(groups) });
    groups = [];
    size = 0;
  };
  for (let at = 0; at < texts.length; at += LOGS_PER_GROUP) {
    const group = encodeLogGroup({
      topic: 'actiontrail_event',
      source: 'actiontrail',
      logs: texts.slice(at, at + LOGS_PER_GROUP).map((event) => ({
        time: 1_790_000_000,
        contents: { owner_id: '1234567890123456', event },
      })),
    });
    if (size + group.length > LARGEST_PAGE) close();
    groups.push(group);
    size += group.length;
  }
  close();
  return pages;
}

/** Every record's bytes, each in a Buffer, so that JSON.parse alone has nothing to search. */
export function recordBytes(pages: readonly LogPage[]): Buffer[] {
  return pages.flatMap((page) =>
    [...readLogs(page, { logstore: 'logstore', shard: 0 })].map((log) =>
      Buffer.from(log.text('event') ?? ''),
    ),
  );
}
