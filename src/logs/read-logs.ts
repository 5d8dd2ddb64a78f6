import { PbfReader } from 'pbf';
import type { LogScreen } from '../model/log-screen.ts';
import type { RawLog } from '../model/raw-log.ts';
import type { LogPage } from './log-client.ts';

/** Field numbers of the wire format: https://www.alibabacloud.com/help/en/sls/log-group */
const groupListFields = { logGroup: 1 } as const;
const groupFields = { log: 1 } as const;
const logFields = { time: 1, content: 2 } as const;
const contentFields = { key: 1, value: 2 } as const;

export interface ReadLogsOptions {
  readonly logstore: string;
  readonly shard: number;
  /** Logs that it rejects are passed over. */
  readonly screen?: LogScreen;
}

/**
 * The logs of a page, in order. Only lengths are read on the way, and what the screen looks at: a
 * log's time and contents are decoded when they are asked for, as views into the page. Throws where
 * the page is damaged.
 */
export function* readLogs(
  page: LogPage,
  { logstore, shard, screen }: ReadLogsOptions,
): Generator<RawLog> {
  const bytes = Buffer.from(page.bytes.buffer, page.bytes.byteOffset, page.bytes.byteLength);
  const rejects = screen && openLogScreen(bytes, screen);
  const reader = new PbfReader(bytes);
  let index = 0;
  for (const groupEnd of messages(reader, groupListFields.logGroup, bytes.length)) {
    for (const end of messages(reader, groupFields.log, groupEnd)) {
      const start = reader.pos;
      if (!rejects?.(start, end)) {
        yield rawLog(page.bytes.subarray(start, end), {
          logstore,
          shard,
          cursor: page.cursor,
          index,
        });
      }
      index += 1;
    }
  }
}

/**
 * Stops at the start of each embedded message under one field number, and answers where it ends; every
 * other field is stepped over. The next one is looked for behind that end.
 */
function* messages(reader: PbfReader, wanted: number, end: number): Generator<number> {
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field !== wanted) continue;
    const messageEnd = reader.readVarint() + reader.pos;
    if (messageEnd > end) break;
    yield messageEnd;
    reader.pos = messageEnd;
  }
  // What does not end where it should was damaged on the way: better to read the page again.
  if (reader.pos !== end) throw new Error('the page of logs is damaged');
}

/** Looks at the content that the screen knows, in place, for a log between two places of the page. */
function openLogScreen(
  bytes: Buffer,
  { content, rejects }: LogScreen,
): (start: number, end: number) => boolean {
  const reader = new PbfReader(bytes);
  const wanted = Buffer.from(content);

  function holdsName(at: number, end: number): boolean {
    if (end - at !== wanted.length) return false;
    return wanted.every((byte, offset) => bytes[at + offset] === byte);
  }

  function screenLog(start: number, end: number): boolean {
    reader.pos = start;
    for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
      if (field !== logFields.content) continue;
      const contentEnd = reader.readVarint() + reader.pos;
      let named = false;
      let from = contentEnd;
      let to = contentEnd;
      while (reader.pos < contentEnd) {
        const part = reader.nextField(contentEnd);
        const partEnd = reader.readVarint() + reader.pos;
        if (part === contentFields.key) named = holdsName(reader.pos, partEnd);
        else if (part === contentFields.value) {
          from = reader.pos;
          to = partEnd;
        }
        reader.pos = partEnd;
      }
      if (named) return to <= end && rejects(bytes, from, to);
    }
    return false;
  }

  return (start, end) => {
    try {
      return screenLog(start, end);
    } catch {
      // Whoever opens the log will find out what is wrong with it.
      return false;
    }
  };
}

function rawLog(bytes: Uint8Array, origin: RawLog['origin']): RawLog {
  return {
    origin,
    get time() {
      const reader = new PbfReader(bytes);
      for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
        if (field === logFields.time) return reader.readVarint();
      }
      return 0;
    },
    content(key) {
      const wanted = encoder.encode(key);
      const reader = new PbfReader(bytes);
      for (const end of messages(reader, logFields.content, bytes.length)) {
        const value = valueOf(bytes.subarray(reader.pos, end), wanted);
        if (value) return value;
      }
      return undefined;
    },
  };
}

const encoder = new TextEncoder();

/** The value of a content whose key has exactly these bytes. */
function valueOf(content: Uint8Array, wanted: Uint8Array): Uint8Array | undefined {
  const reader = new PbfReader(content);
  let value: Uint8Array | undefined;
  let named = false;
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === contentFields.key) named = equal(reader.readBytes(), wanted);
    else if (field === contentFields.value) value = reader.readBytes();
  }
  return named ? (value ?? new Uint8Array()) : undefined;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
