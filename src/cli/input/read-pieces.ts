import { joined } from './joined.ts';
import { readElements } from './read-elements.ts';
import { type Lines, readLines } from './read-lines.ts';

/** Some records in bytes: piece n is from `starts[n]` up to, and without, `ends[n]`. */
export interface Pieces {
  readonly bytes: Buffer;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/**
 * Cuts a stream of bytes into records, byte for byte: the elements of a JSON list, which is what
 * ActionTrail puts into each file in OSS; records that are laid out over many lines, as jq prints them;
 * or else lines.
 */
export async function* readPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Pieces> {
  const { head, all } = await peek(chunks);
  const beginning = head.subarray(0, MOST_LOOKED_AT).toString();
  if (/^\uFEFF?\s*\[/.test(beginning)) yield* readElements(all, 1);
  else if (/^\uFEFF?\s*\{(?:[^\n]*[,{[])?[ \t\r]*\n/.test(beginning)) yield* readElements(all, 0);
  else yield* piecesOf(readLines(all));
}

async function* piecesOf(lines: AsyncIterable<Lines>): AsyncGenerator<Pieces> {
  for await (const { bytes, ends } of lines) {
    yield { bytes, ends, starts: ends.map((_, at) => (ends[at - 1] ?? -1) + 1) };
  }
}

/** Longer than the first line of a record that is laid out over many. */
const MOST_LOOKED_AT = 1_024;

/** The first chunk that holds anything, and a stream of it and all others. */
async function peek(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ head: Buffer; all: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length === 0) {
    const next = await iterator.next();
    if (next.done) break;
    head = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
  }
  return { head, all: joined(head, iterator) };
}
