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
 */
export function layOut<Piece>(text: Text, max: number, writer: SpanWriter<Piece>): Piece[] {
  const pieces: Piece[] = [];
  let room = max;
  for (const span of text) {
    const piece = writer.write(span, room);
    if (piece === undefined) continue;
    room -= writer.size(piece);
    pieces.push(piece);
  }
  return pieces;
}
