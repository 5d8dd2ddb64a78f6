import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Terminal, UsageError } from '../command.ts';
import { errorCode } from './error-code.ts';
import { peek } from './peek.ts';
import { UnreadableError } from './unreadable-error.ts';

const CHUNK_BYTES = 1_048_576;

export interface Events {
  /** Of the file, in bytes; undefined where nobody knows it. */
  readonly size: number | undefined;
  /** How much of the file has been taken so far, in bytes. */
  readonly taken: () => number;
  /**
   * Ends early when the person interrupts. Throws a UsageError for what is no text, and an
   * UnreadableError where there is more that cannot be read.
   */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Where a file was named: `trailbell scan … --events FILE`. */
export interface Asking {
  readonly command: string;
  readonly option: string;
}

/**
 * Opens a file of records, or standard input for `-`, to be read piece by piece. Throws an
 * UnreadableError where it cannot be opened.
 */
export async function openEvents(
  file: string,
  asking: Asking,
  { stdin, directory, interrupted }: Terminal,
): Promise<Events> {
  const { option } = asking;
  let taken = 0;
  async function* counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of chunks) {
        taken += chunk.length;
        yield chunk;
      }
    } catch (error) {
      const what = file === '-' ? 'standard input' : file;
      throw new UnreadableError(`${option}: ${what} broke off (${errorCode(error)})`);
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
    throw new UnreadableError(`${option}: ${path} cannot be read (${errorCode(error)})`);
  }
  throw new UsageError(`${option}: ${path} is a folder; name a file in it, or pipe them to -`);
}

/** How files begin that hold records, but not as lines of text yet, and how they become so. */
const wrappings: readonly (readonly [start: readonly number[], kind: string, mend: string])[] = [
  [[0x28, 0xb5, 0x2f, 0xfd], 'zstd', 'zstd -dc'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive', 'unzip -p'],
  [[0xff, 0xfe], 'UTF-16', 'iconv -f UTF-16 -t UTF-8'],
  [[0xfe, 0xff], 'UTF-16', 'iconv -f UTF-16 -t UTF-8'],
];

const LONGEST_START = 4;

const GZIP = [0x1f, 0x8b];

/** What is compressed as ActionTrail's files in OSS are comes out whole; anything else as it is. */
async function* unzipped(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  { option }: Asking,
): AsyncGenerator<Uint8Array> {
  const { head, all } = await peek(chunks, ({ length }) => length >= GZIP.length);
  if (!GZIP.every((byte, at) => head[at] === byte)) return yield* all;
  // The pieces that it makes unless told are small, and each costs those who read them.
  const unzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const feeding = pipeline(all, unzip);
  // The reader below hears of the same failure.
  feeding.catch(() => {});
  try {
    yield* unzip;
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    const what = file === '-' ? 'standard input' : file;
    throw new UnreadableError(`${option}: ${what} is gzip, but damaged (${errorCode(error)})`);
  }
}

async function* checkText(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  { command, option }: Asking,
): AsyncGenerator<Uint8Array> {
  const { head, all, close } = await peek(chunks, ({ length }) => length >= LONGEST_START);
  const wrapping = wrappings.find(([start]) => start.every((byte, at) => head[at] === byte));
  if (wrapping === undefined) return yield* all;
  const [, kind, mend] = wrapping;
  const what = file === '-' ? 'standard input' : file;
  const pipe = `${mend} ${file === '-' ? '…' : file} | trailbell ${command} … ${option} -`;
  await close();
  throw new UsageError(`${option}: ${what} is ${kind}, not JSON. ${pipe}`);
}

/** What comes of a stream until somebody interrupts: a terminal or a pipe may never say another word. */
export async function* untilAborted<Piece>(
  chunks: AsyncIterable<Piece>,
  signal: AbortSignal,
): AsyncGenerator<Piece> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    while (!signal.aborted) {
      const next = await orAborted(iterator.next(), signal);
      if (next === undefined || next.done) return;
      yield next.value;
    }
  } finally {
    // Not waited for: it ends when the piece comes that was asked for.
    void iterator.return?.();
  }
}

/**
 * What a promise comes to, or undefined once somebody interrupts. Each has a listener of its own: a race
 * against one promise that lives as long as the stream would keep every piece in memory.
 */
export async function orAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
): Promise<Value | undefined> {
  let stop = (): void => {};
  const aborted = new Promise<undefined>((done) => {
    stop = () => done(undefined);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
