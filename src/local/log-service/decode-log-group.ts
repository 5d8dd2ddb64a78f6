import { PbfReader } from 'pbf';
import type { LocalLog, LogGroup } from './log-group.ts';

/**
 * Reads a LogGroup. Throws for what is none, and a TypeError for text that is not UTF-8. It shares
 * nothing with the code that it stands in for, so that no mistake can cancel itself out.
 */
export function decodeLogGroup(bytes: Uint8Array): LogGroup {
  const logs: LocalLog[] = [];
  const tags: Record<string, string> = {};
  let group: Omit<LogGroup, 'logs' | 'tags'> = {};
  eachField(bytes, (field, reader) => {
    if (field === 1) logs.push(decodeLog(reader.readBytes()));
    else if (field === 3) group = { ...group, topic: textOf(reader) };
    else if (field === 4) group = { ...group, source: textOf(reader) };
    else if (field === 5) group = { ...group, machineUuid: textOf(reader) };
    else if (field === 6) {
      const [key, value] = decodePair(reader.readBytes());
      tags[key] = value;
    }
  });
  return { ...group, logs, tags };
}

function decodeLog(bytes: Uint8Array): LocalLog {
  const contents: Record<string, string> = {};
  let time: number | undefined;
  let timeNs: number | undefined;
  eachField(bytes, (field, reader) => {
    if (field === 1) time = reader.readVarint();
    else if (field === 4) timeNs = reader.readFixed32();
    else if (field === 2) {
      const [key, value] = decodePair(reader.readBytes());
      contents[key] = value;
    }
  });
  if (time === undefined) throw new Error('a log has no time');
  return { time, contents, ...(timeNs !== undefined && { timeNs }) };
}

function decodePair(bytes: Uint8Array): readonly [key: string, value: string] {
  let key: string | undefined;
  let value: string | undefined;
  eachField(bytes, (field, reader) => {
    if (field === 1) key = textOf(reader);
    else if (field === 2) value = textOf(reader);
  });
  if (key === undefined || value === undefined) throw new Error('a pair is not one');
  return [key, value];
}

function textOf(reader: PbfReader): string {
  return utf8.decode(reader.readBytes());
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Fields that are not read are passed over. Throws where the last one does not end with the bytes. */
function eachField(bytes: Uint8Array, read: (field: number, reader: PbfReader) => void): void {
  const reader = new PbfReader(bytes);
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    read(field, reader);
  }
  if (reader.pos !== bytes.length) throw new Error('a message is cut short');
}
