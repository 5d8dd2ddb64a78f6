import { PbfWriter } from 'pbf';
import { contentFields, groupFields, logFields } from './log-fields.ts';

/** A log to be written. */
export interface WrittenLog {
  /** Seconds since 1970; Log Service refuses what is older than seven days. */
  readonly time: number;
  readonly contents: Readonly<Record<string, string>>;
}

/** https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-putlogs */
const MOST_LOGS = 4_096;
/** In bytes. The service counts the values alone. */
const MOST_LOG = 1024 * 1024;
/** In bytes. PutLogs takes 10 MB by now, but it took 3 for long, and smaller requests are lighter. */
const MOST_GROUP = 3 * 1024 * 1024;

/** At most so many bytes stand around a log, and around each of its texts, to say how long they are. */
const FRAME = 16;

/**
 * The logs in portions that fit into one request each, in order. Throws a RangeError for a log that
 * fits into none: what to leave out of it is for its author to say.
 */
export function splitLogs(logs: readonly WrittenLog[]): readonly (readonly WrittenLog[])[] {
  const portions: WrittenLog[][] = [];
  let portion: WrittenLog[] = [];
  let size = 0;
  for (const log of logs) {
    const bytes = sizeOf(log);
    if (portion.length === MOST_LOGS || size + bytes > MOST_GROUP) {
      portions.push(portion);
      portion = [];
      size = 0;
    }
    portion.push(log);
    size += bytes;
  }
  if (portion.length > 0) portions.push(portion);
  return portions;
}

/** A little more than the log takes on the wire. */
function sizeOf({ contents }: WrittenLog): number {
  let size = FRAME;
  for (const [key, value] of Object.entries(contents)) {
    size += Buffer.byteLength(key) + Buffer.byteLength(value) + FRAME;
  }
  if (size > MOST_LOG) throw new RangeError(`a log of ${size} bytes is too large to write`);
  return size;
}

/** A LogGroup in protobuf. */
export function encodeLogs(logs: readonly WrittenLog[]): Uint8Array {
  const writer = new PbfWriter();
  for (const log of logs) writer.writeMessage(groupFields.log, writeLog, log);
  return writer.finish();
}

function writeLog({ time, contents }: WrittenLog, writer: PbfWriter): void {
  writer.writeVarintField(logFields.time, time);
  for (const pair of Object.entries(contents)) {
    writer.writeMessage(logFields.content, writePair, pair);
  }
}

function writePair([key, value]: [string, string], writer: PbfWriter): void {
  // pbf 5.1 writes characters beyond U+1FFFF wrongly as strings, so texts are written as bytes.
  writer.writeBytesField(contentFields.key, Buffer.from(key));
  writer.writeBytesField(contentFields.value, Buffer.from(value));
}
