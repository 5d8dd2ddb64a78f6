import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errorName } from '../../model/error-name.ts';
import { type Terminal, UsageError } from '../command.ts';
import { joined } from './joined.ts';

const CHUNK_BYTES = 1_048_576;

export interface Events {
  /** Of the file, in bytes; undefined where nobody knows it. */
  readonly size: number | undefined;
  /** How much of the file has been taken so far, in bytes. */
  readonly taken: () => number;
  /** Ends early when the person interrupts. Throws a UsageError for what is no text. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Where a file was named: `trailbell scan … --events FILE`. */
export interface Asking {
  readonly command: string;
  readonly option: string;
}

/** Opens a file of records, or standard input for `-`, to be read piece by piece. */
export async function openEvents(
  file: string,
  asking: Asking,
  { stdin, directory, interrupted }: Terminal,
): Promise<Events> {
  const { option } = asking;
  let taken = 0;
  async function* counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      taken += chunk.length;
      yield chunk;
    }
  }
  const opened = (bytes: AsyncIterable<Uint8Array>, size: number | undefined): Events => ({
    size,
    taken: () => taken,
    chunks: untilAborted(
      checkText(unzipped(counted(bytes), file, asking), file, asking),
      interrupted,
    ),
  });
  if (file === '-') return opened(stdin, undefined);
  const path = resolve(directory, file);
  try {
    const handle = await open(path);
    const stats = await handle.stat();
    if (!stats.isDirectory()) {
      const chunks = handle.createReadStream({ highWaterMark: CHUNK_BYTES });
      // What is no plain file, such as a pipe, does not know its size.
      return opened(chunks, stats.isFile() ? stats.size : undefined);
    }
    await handle.close();
  } catch (error) {
    throw new UsageError(`${option}: ${path} cannot be read (${codeOf(error)})`);
  }
  throw new UsageError(`${option}: ${path} is a folder; name a file in it, or pipe them to -`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : errorName(error);
}

/** How files begin that hold records, but not as lines of text yet, and how they become so. */
const wrappings: readonly (readonly [start: readonly number[], kind: string, mend: string])[] = [
  [[0x28, 0xb5, 0x2f, 0xfd], 'zstd', 'zstd -dc'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive', 'unzip -p'],
  [[0xff, 0xfe], 'UTF-16', 'iconv -f UTF-16 -t UTF-8'],
  [[0xfe, 0xff], 'UTF-16', 'iconv -f UTF-16 -t UTF-8'],
];

const GZIP = [0x1f, 0x8b];

/** What is compressed as ActionTrail's files in OSS are comes out whole; anything else as it is. */
async function* unzipped(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  { option }: Asking,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const all = joined(first.value, iterator);
  if (!GZIP.every((byte, at) => first.value[at] === byte)) return yield* all;
  const unzip = createGunzip();
  const feeding = pipeline(all, unzip);
  // The reader below hears of the same failure.
  feeding.catch(() => {});
  try {
    yield* unzip;
  } catch (error) {
    throw new UsageError(`${option}: ${file} is gzip, but damaged (${codeOf(error)})`);
  }
}

async function* checkText(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  { command, option }: Asking,
): AsyncGenerator<Uint8Array> {
  let checked = false;
  for await (const chunk of chunks) {
    const wrapping = wrappings.find(([start]) => start.every((byte, at) => chunk[at] === byte));
    if (!checked && wrapping !== undefined) {
      const [, kind, mend] = wrapping;
      const what = file === '-' ? 'standard input' : file;
      const pipe = `${mend} ${file === '-' ? '…' : file} | trailbell ${command} … ${option} -`;
      throw new UsageError(`${option}: ${what} is ${kind}, not JSON. ${pipe}`);
    }
    checked = true;
    yield chunk;
  }
}

/** A terminal or a pipe may never say another word. */
async function* untilAborted(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const aborted = new Promise<undefined>((done) => {
    signal.addEventListener('abort', () => done(undefined), { once: true });
  });
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    while (!signal.aborted) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next === undefined || next.done) return;
      yield next.value;
    }
  } finally {
    // Not waited for: it ends when the piece comes that was asked for.
    void iterator.return?.();
  }
}
