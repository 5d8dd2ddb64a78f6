import type { Offer } from '../model/action.ts';

/**
 * The offers as a channel writes them, in order, as far as they fit in `max`. The first that does not fit
 * ends it: half an address leads nowhere, and the page behind each of the others has all answers.
 */
export function layOutOffers<Piece>(
  offers: readonly Offer[],
  max: number,
  write: (offer: Offer) => Piece,
  size: (piece: Piece) => number,
): readonly Piece[] {
  const pieces = offers.map(write);
  let left = max;
  const end = pieces.findIndex((piece) => (left -= size(piece)) < 0);
  return end < 0 ? pieces : pieces.slice(0, end);
}
