import type { Span, Text } from '../model/text.ts';

/** How one channel writes a span: a string of markup, a rich text element. */
export interface SpanWriter<Piece> {
  /** The span in at most `room`, or undefined where nothing of it can be shown in that. */
  readonly write: (span: Span, room: number) => Piece | undefined;
  /** What a piece takes of the room, its own markup included. */
  readonly size: (piece: Piece) => number;
}

/**
 * Lays spans one after another until `max` is spent. Spans are cut before they are wrapped in
 * markup, so what comes out is always whole: there is no half link and no bold that never ends.
 *
 * Labels are ours and come first: a caller with a long name must not push out that the call was
 * denied. What they leave is shared by the values, of which only the longest are cut.
 */
export function layOut<Piece>(text: Text, max: number, writer: SpanWriter<Piece>): Piece[] {
  const sizesOf = (kind: Span['kind']) =>
    text.filter((span) => span.kind === kind).map((span) => wholeSize(span, writer));
  const values = sizesOf('value');
  let reserved = sum(sizesOf('label'));
  const share = shareOf(values, max - reserved);

  const pieces: Piece[] = [];
  let room = max;
  for (const span of text) {
    if (span.kind === 'label') reserved -= wholeSize(span, writer);
    const most = span.kind === 'value' ? Math.min(share, room - reserved) : room;
    const piece = writer.write(span, most);
    if (piece === undefined) continue;
    room -= writer.size(piece);
    pieces.push(piece);
  }
  return pieces;
}

function wholeSize<Piece>(span: Span, { write, size }: SpanWriter<Piece>): number {
  const piece = write(span, Infinity);
  return piece === undefined ? 0 : size(piece);
}

/** The most that each may take, so that all of them together take no more than `room`. */
function shareOf(sizes: readonly number[], room: number): number {
  let left = room;
  for (const [at, size] of sizes.toSorted((a, b) => a - b).entries()) {
    const share = left / (sizes.length - at);
    if (size > share) return share;
    left -= size;
  }
  return Infinity;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
