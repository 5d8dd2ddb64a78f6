import { PbfReader } from 'pbf';
import type { RawLog } from '../model/raw-log.ts';
import type { LogPage } from './log-client.ts';

/** Field numbers of the wire format: https://www.alibabacloud.com/help/en/sls/log-group */
const groupListFields = { logGroup: 1 } as const;
const groupFields = { log: 1 } as const;
const logFields = { time: 1, content: 2 } as const;
const contentFields = { key: 1, value: 2 } as const;

/**
 * The logs of a page, in order. Only lengths are read on the way: a log's time and contents are
 * decoded when they are asked for, as views into the page. Throws where the page is damaged.
 */
export function* readLogs(page: LogPage, logstore: string, shard: number): Generator<RawLog> {
  let index = 0;
  for (const group of messages(page.bytes, groupListFields.logGroup)) {
    for (const log of messages(group, groupFields.log)) {
      yield rawLog(log, { logstore, shard, cursor: page.cursor, index });
      index += 1;
    }
  }
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
      for (const content of messages(bytes, logFields.content)) {
        const value = valueOf(content, wanted);
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

/** The embedded messages under one field number; every other field is stepped over. */
function* messages(bytes: Uint8Array, wanted: number): Generator<Uint8Array> {
  const reader = new PbfReader(bytes);
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === wanted) yield reader.readBytes();
  }
  // What does not end where it should was damaged on the way: better to read the page again.
  if (reader.pos !== bytes.length) throw new Error('the page of logs is damaged');
}
