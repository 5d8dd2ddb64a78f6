import { peek } from './peek.ts';
import { readElements } from './read-elements.ts';
import { type Lines, readLines } from './read-lines.ts';

/** Some records in bytes: piece n is from `starts[n]` up to, and without, `ends[n]`. */
export interface Pieces {
  readonly bytes: Buffer;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/**
 * How records stand in a file: as the elements of a JSON list, which is what ActionTrail puts into each
 * file in OSS; each laid out over many lines, as jq prints them; or one a line.
 */
export type Layout = 'list' | 'many-lines' | 'lines';

/** The layout of what begins with these bytes. */
export function layoutOf(head: Buffer): Layout {
  const beginning = head.subarray(0, MOST_LOOKED_AT).toString();
  if (/^\uFEFF?\s*\[/.test(beginning)) return 'list';
  return /^\uFEFF?\s*\{(?:[^\n]*[,:{[])?[ \t\r]*\n/.test(beginning) ? 'many-lines' : 'lines';
}

export interface LaidOut {
  readonly layout: Layout;
  readonly pieces: AsyncIterable<Pieces>;
}

/** Looks at how a stream of bytes begins, to cut it into records by their layout, byte for byte. */
export async function openPieces(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<LaidOut> {
  const { head, all } = await peek(chunks, tellsLayout);
  const layout = layoutOf(head);
  if (layout === 'lines') return { layout, pieces: piecesOf(readLines(all)) };
  return { layout, pieces: readElements(all, layout === 'list' ? 1 : 0) };
}

/** Cuts a stream of bytes into records by their layout. */
export async function* readPieces(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Pieces> {
  const { pieces } = await openPieces(chunks);
  yield* pieces;
}

async function* piecesOf(lines: AsyncIterable<Lines>): AsyncGenerator<Pieces> {
  for await (const { bytes, ends } of lines) {
    yield { bytes, ends, starts: ends.map((_, at) => (ends[at - 1] ?? -1) + 1) };
  }
}

/** Longer than the first line of a record that is laid out over many. */
const MOST_LOOKED_AT = 1_024;

/** Whether the layout can be told: the first line is there, or the beginning of a list. */
function tellsLayout(head: Buffer): boolean {
  if (head.length >= MOST_LOOKED_AT) return true;
  return /^\uFEFF?\s*(?:\[|\S[^\n]*\n)/.test(head.toString());
}
