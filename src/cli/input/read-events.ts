import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Terminal, UsageError } from '../command.ts';

/** One record a line, byte for byte: a malformed line is a malformed record. `-` is standard input. */
export async function readEvents(
  file: string,
  { stdin, directory }: Terminal,
): Promise<readonly Uint8Array[]> {
  const bytes = file === '-' ? await readAll(stdin) : await readFileAt(resolve(directory, file));
  const lines: Uint8Array[] = [];
  for (let begin = 0; begin < bytes.length;) {
    const newline = bytes.indexOf(0x0a, begin);
    const end = newline === -1 ? bytes.length : newline;
    lines.push(bytes.subarray(begin, end));
    begin = end + 1;
  }
  return lines;
}

async function readFileAt(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch {
    throw new UsageError(`--events: ${path} cannot be read`);
  }
}

async function readAll(stdin: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}
