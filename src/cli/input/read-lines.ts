/** Some whole lines: each ends before one of `ends`, where its line break is. */
export interface Lines {
  readonly bytes: Buffer;
  readonly ends: readonly number[];
}

const NEWLINE = 0x0a;

/** Far longer than any record. */
const LONGEST_LINE_BYTES = 64 * 1024 * 1024;

/**
 * Cuts a stream of bytes into lines, byte for byte. The last one needs no line break. What goes on for
 * more than `longest` bytes without one is cut off, so that no stream has to fit into memory.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  longest = LONGEST_LINE_BYTES,
): AsyncGenerator<Lines> {
  let begun: Buffer[] = [];
  let length = 0;
  function keep(bytes: Buffer): void {
    const kept = bytes.subarray(0, Math.max(0, longest - length));
    length += kept.length;
    if (kept.length > 0) begun.push(kept);
  }

  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const first = bytes.indexOf(NEWLINE);
    if (first === -1) {
      keep(bytes);
      continue;
    }
    const last = bytes.lastIndexOf(NEWLINE);
    keep(bytes.subarray(0, first));
    yield cut(Buffer.concat([...begun, bytes.subarray(first, last + 1)]));
    begun = [];
    length = 0;
    keep(bytes.subarray(last + 1));
  }
  const rest = Buffer.concat(begun);
  if (rest.length > 0) yield { bytes: rest, ends: [rest.length] };
}

function cut(bytes: Buffer): Lines {
  const ends: number[] = [];
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
    ends.push(at);
  }
  return { bytes, ends };
}
