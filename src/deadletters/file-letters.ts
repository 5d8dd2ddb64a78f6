import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from '../model/config-error.ts';
import type { DeadLetters, LetterEntry } from './dead-letters.ts';
import { readEntry, writeEntry } from './letter-text.ts';

const NEWLINE = 0x0a;

/**
 * Dead letters in a file on this machine, one a line, which only its owner may read. The file and its
 * folder are made with the first letter. Writing throws a ConfigError where that cannot be.
 */
export function openFileLetters(path: string): DeadLetters {
  let last: Promise<void> = Promise.resolve();
  return {
    write(entries) {
      const written = last
        .then(() => append(path, entries))
        .catch(() => {
          throw new ConfigError(
            'dead_letters.file',
            'cannot be written',
            'Name a file in a folder that can be written to',
          );
        });
      last = written.catch(() => {});
      return written;
    },
    async *read(since) {
      for await (const line of linesOf(path)) {
        const entry = readEntry(line);
        if (entry.kind === 'unreadable' || entry.time.getTime() >= since) yield entry;
      }
    },
  };
}

async function append(path: string, entries: readonly LetterEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+', 0o600);
  try {
    // A line that was torn by a crash must not take the next one with it.
    let before = (await endsOpen(file)) ? '\n' : '';
    for (const entry of entries) {
      await file.appendFile(`${before}${writeEntry(entry)}\n`);
      before = '';
    }
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function endsOpen(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== NEWLINE;
}

/** The lines of a file that hold anything; none where there is no file yet. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const file = await openIfThere(path);
  if (file === undefined) return;
  const begun: Uint8Array[] = [];
  const chunks: AsyncIterable<Buffer> = file.createReadStream();
  for await (const bytes of chunks) {
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      const line = Buffer.concat([...begun.splice(0), bytes.subarray(start, end)]).toString();
      if (line !== '') yield line;
      start = end + 1;
    }
    begun.push(bytes.subarray(start));
  }
  const rest = Buffer.concat(begun).toString();
  if (rest !== '') yield rest;
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
