import type { Pieces } from './read-pieces.ts';

/** Far longer than any record. */
const LONGEST_BYTES = 64 * 1024 * 1024;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Cuts the elements out of lists that follow each other, or with `depth` 0 whole values, byte for byte:
 * only brackets, commas and quotes are looked at, and what an element holds is for its reader to judge.
 * The last one needs no end. What goes on for more than `longest` bytes is cut off, so that no stream has
 * to fit into memory.
 */
export async function* readElements(
  chunks: AsyncIterable<Uint8Array>,
  depth: 0 | 1,
  longest = LONGEST_BYTES,
): AsyncGenerator<Pieces> {
  /** Of the element that is under way, what earlier chunks hold of it. */
  let begun: Buffer[] = [];
  let length = 0;
  let open = 0;
  let inText = false;
  let escaped = false;
  function keep(bytes: Buffer): void {
    const kept = bytes.subarray(0, Math.max(0, longest - length));
    length += kept.length;
    if (kept.length > 0) begun.push(Buffer.from(kept));
  }

  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const starts: number[] = [];
    const ends: number[] = [];
    let start = 0;
    let first: Buffer | undefined;
    const cut = (end: number): void => {
      if (begun.length > 0) {
        keep(bytes.subarray(start, end));
        first = Buffer.concat(begun);
        begun = [];
        length = 0;
      } else if (hasText(bytes, start, end)) {
        starts.push(start);
        ends.push(end);
      }
    };
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
      } else if (byte === QUOTE) {
        inText = true;
      } else if (byte === OPEN_LIST || byte === OPEN_MAP) {
        open += 1;
        if (open !== depth) continue;
        begun = [];
        length = 0;
        start = at + 1;
      } else if (byte === CLOSE_LIST || byte === CLOSE_MAP) {
        open = Math.max(0, open - 1);
        if (open !== 0) continue;
        cut(at + 1 - depth);
        start = at + 1;
      } else if (byte === COMMA && open === depth) {
        cut(at);
        start = at + 1;
      }
    }
    if (first !== undefined) yield* whole(first);
    if (starts.length > 0) yield { bytes, starts, ends };
    keep(bytes.subarray(start));
  }
  yield* whole(Buffer.concat(begun));
}

function* whole(bytes: Buffer): Generator<Pieces> {
  if (hasText(bytes, 0, bytes.length)) yield { bytes, starts: [0], ends: [bytes.length] };
}

function hasText(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if ((bytes[at] ?? 0) > 0x20) return true;
  return false;
}
