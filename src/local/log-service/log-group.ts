import { PbfWriter } from 'pbf';

/** One log as a producer writes it. Values given as bytes go out byte for byte, readable or not. */
export interface LocalLog {
  /** Seconds since 1970. */
  readonly time: number;
  /** The part of a second after `time`, in nanoseconds. */
  readonly timeNs?: number;
  readonly topic?: string;
  readonly contents: Readonly<Record<string, string | Uint8Array>>;
}

/** What one write puts into a shard: the unit that cursors count, and never cut in two. */
export interface LogGroup {
  readonly logs: readonly LocalLog[];
  readonly topic?: string;
  readonly source?: string;
  readonly machineUuid?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Groups as ActionTrail writes them: neighbours of one topic together, in the order given. */
export function groupByTopic(logs: readonly LocalLog[]): LogGroup[] {
  const groups: { topic: string; logs: LocalLog[] }[] = [];
  for (const log of logs) {
    const topic = log.topic ?? '';
    const last = groups.at(-1);
    if (last?.topic === topic) last.logs.push(log);
    else groups.push({ topic, logs: [log] });
  }
  return groups;
}

/**
 * One entry of `LogGroupList.logGroupList`. Protobuf concatenates repeated fields, so a page is
 * nothing but its encoded groups in a row.
 *
 * @see https://www.alibabacloud.com/help/en/sls/developer-reference/data-encoding
 */
export function encodeLogGroup(group: LogGroup): Uint8Array {
  const writer = new PbfWriter();
  writer.writeMessage(1, writeGroup, group);
  return writer.finish();
}

function writeGroup(group: LogGroup, writer: PbfWriter): void {
  for (const log of group.logs) writer.writeMessage(1, writeLog, log);
  if (group.topic !== undefined) writer.writeStringField(3, group.topic);
  if (group.source !== undefined) writer.writeStringField(4, group.source);
  if (group.machineUuid !== undefined) writer.writeStringField(5, group.machineUuid);
  for (const tag of Object.entries(group.tags ?? {})) writer.writeMessage(6, writePair, tag);
}

function writeLog(log: LocalLog, writer: PbfWriter): void {
  writer.writeVarintField(1, log.time);
  for (const content of Object.entries(log.contents)) writer.writeMessage(2, writePair, content);
  if (log.timeNs !== undefined) writer.writeFixed32Field(4, log.timeNs);
}

function writePair([key, value]: [string, string | Uint8Array], writer: PbfWriter): void {
  // pbf 5.1 writes characters beyond U+1FFFF wrongly as strings, so texts are written as bytes.
  writer.writeBytesField(1, Buffer.from(key));
  writer.writeBytesField(2, typeof value === 'string' ? Buffer.from(value) : value);
}
