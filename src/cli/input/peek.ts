/** The beginning of a stream, and all of it. */
export interface Peeked {
  /** Shorter than what was wanted only where the stream is. */
  readonly head: Buffer;
  readonly all: AsyncIterable<Uint8Array>;
  /** For whoever has no use for the rest. */
  readonly close: () => Promise<unknown>;
}

/** Takes chunks from a stream until their bytes are enough, and gives them back. */
export async function peek(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  isEnough: (head: Buffer) => boolean,
): Promise<Peeked> {
  const iterator = each(chunks);
  let head: Buffer = Buffer.alloc(0);
  while (!isEnough(head)) {
    const next = await iterator.next();
    if (next.done) break;
    const { buffer, byteOffset, byteLength } = next.value;
    const chunk = Buffer.from(buffer, byteOffset, byteLength);
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
  }
  return { head, all: joined(head, iterator), close: () => iterator.return(undefined) };
}

async function* each<Item>(items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

async function* joined(head: Buffer, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
