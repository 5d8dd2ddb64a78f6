/** Some whole lines: each ends before one of `ends`, where its line break is. */
export interface Lines {
  readonly bytes: Buffer;
  readonly ends: readonly number[];
}

const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines, byte for byte. The last one needs no line break. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Lines> {
  let begun: Buffer[] = [];
  for await (const chunk of chunks) {
    const last = chunk.lastIndexOf(NEWLINE);
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (last === -1) {
      begun.push(bytes);
      continue;
    }
    yield cut(Buffer.concat([...begun, bytes.subarray(0, last + 1)]));
    begun = [bytes.subarray(last + 1)];
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
