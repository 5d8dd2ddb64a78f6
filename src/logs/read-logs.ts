import { PbfReader } from 'pbf';
import type { LogScreen } from '../model/log-screen.ts';
import type { RawLog } from '../model/raw-log.ts';
import type { LogPage } from './log-client.ts';
import { contentFields, groupFields, groupListFields, logFields } from './log-fields.ts';

export interface ReadLogsOptions {
  readonly logstore: string;
  readonly shard: number;
  /** Logs that it rejects are passed over. */
  readonly screen?: LogScreen;
}

/**
 * The logs of a page, in order. Only lengths are read on the way, and what the screen looks at: a
 * log's time and texts are decoded when they are asked for. Throws where
 * the page is damaged.
 */
export function* readLogs(
  page: LogPage,
  { logstore, shard, screen }: ReadLogsOptions,
): Generator<RawLog> {
  const bytes = Buffer.from(page.bytes.buffer, page.bytes.byteOffset, page.bytes.byteLength);
  const screened = screen && openScreening(bytes, screen);
  const reader = new PbfReader(bytes);
  let index = 0;
  let groupEnd = nextMessage(reader, groupListFields.logGroup, bytes.length);
  while (groupEnd !== -1) {
    let end = nextMessage(reader, groupFields.log, groupEnd);
    while (end !== -1) {
      const start = reader.pos;
      if (!screened?.rejects(start, end)) {
        const origin = { logstore, shard, cursor: page.cursor, index };
        yield rawLog(bytes, start, end, origin, screened?.found());
      }
      index += 1;
      reader.pos = end;
      end = nextMessage(reader, groupFields.log, groupEnd);
    }
    groupEnd = nextMessage(reader, groupListFields.logGroup, bytes.length);
  }
}

/**
 * Goes to the start of the next embedded message under one field number and answers where it ends, or -1
 * where there is none before `end`; every other field is stepped over.
 */
function nextMessage(reader: PbfReader, wanted: number, end: number): number {
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field !== wanted) continue;
    const messageEnd = reader.readVarint() + reader.pos;
    if (messageEnd > end) break;
    return messageEnd;
  }
  // What does not end where it should was damaged on the way: better to read the page again.
  if (reader.pos !== end) throw new Error('the page of logs is damaged');
  return -1;
}

/** A content of a log that is known already. */
interface Found {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** Holds each log of a page to a screen, in place. */
function openScreening(bytes: Buffer, { content, rejects }: LogScreen) {
  const reader = new PbfReader(bytes);
  const key = Buffer.from(content);
  let from = -1;
  return {
    rejects(start: number, end: number): boolean {
      reader.pos = start;
      try {
        from = findContent(reader, bytes, key, end);
      } catch {
        // What is wrong with the log is found out by whoever opens it.
        from = -1;
      }
      return from !== -1 && rejects(bytes, from, reader.pos);
    },
    /** What it found in the log that was looked at last. */
    found: (): Found | undefined =>
      from === -1 ? undefined : { key: content, from, to: reader.pos },
  };
}

/**
 * Where the value of the first content with this key begins, or -1; the reader is left where it ends.
 * Nothing is copied or made on the way: this is done for every log there is. Throws where the log is
 * damaged.
 */
function findContent(reader: PbfReader, bytes: Buffer, key: Buffer, end: number): number {
  for (let field = reader.nextField(end); field !== 0; field = reader.nextField(end)) {
    if (field !== logFields.content) continue;
    const contentEnd = reader.readVarint() + reader.pos;
    let named = false;
    let from = contentEnd;
    let to = contentEnd;
    while (reader.pos < contentEnd) {
      const part = reader.nextField(contentEnd);
      const partEnd = reader.readVarint() + reader.pos;
      if (part === contentFields.key) named = holds(bytes, reader.pos, partEnd, key);
      else if (part === contentFields.value) {
        from = reader.pos;
        to = partEnd;
      }
      reader.pos = partEnd;
    }
    if (reader.pos > end) throw new Error('the log is damaged');
    if (!named) continue;
    reader.pos = to;
    return from;
  }
  return -1;
}

function holds(bytes: Buffer, start: number, end: number, key: Buffer): boolean {
  if (end - start !== key.length) return false;
  for (let at = 0; at < key.length; at += 1) if (bytes[start + at] !== key[at]) return false;
  return true;
}

function rawLog(
  bytes: Buffer,
  start: number,
  end: number,
  origin: RawLog['origin'],
  found: Found | undefined,
): RawLog {
  return {
    origin,
    time() {
      const reader = new PbfReader(bytes.subarray(start, end));
      for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
        if (field === logFields.time) return reader.readVarint();
      }
      return 0;
    },
    text(key) {
      if (key === found?.key) return bytes.toString('utf8', found.from, found.to);
      const reader = new PbfReader(bytes);
      reader.pos = start;
      const from = findContent(reader, bytes, Buffer.from(key), end);
      return from === -1 ? undefined : bytes.toString('utf8', from, reader.pos);
    },
  };
}
