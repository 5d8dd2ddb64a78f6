/** How much of a limit a text takes: at least 1 for each UTF-16 code unit, and the sum of its parts. */
export type Size = (text: string) => number;

/** What a text takes of a limit on the UTF-8 bytes of a JSON body, quotes and newlines escaped. */
export function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

/** The same for a limit on the characters of a JSON body. */
export function jsonCharacters(text: string): number {
  return JSON.stringify(text).length - 2;
}

/** UTF-16 code units: never fewer than what a vendor counts as characters. */
export function characters(text: string): number {
  return text.length;
}

const ELLIPSIS = '…';

/** In UTF-16 code units; a family of four with skin tones takes 19. */
const LONGEST_CLUSTER = 64;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The text, or as much of it as fits in `max` with an ellipsis, ending between two characters as a
 * reader sees them, so that no emoji or accent is torn. Empty where not even the ellipsis fits.
 */
export function cut(text: string, max: number, size: Size): string {
  if (text.length <= max && size(text) <= max) return text;
  const room = max - size(ELLIPSIS);
  if (room < 0) return '';
  // A code unit takes at least 1, so what lies past `max` of them cannot fit: segmenting is bounded.
  // A little more is looked at, to see where the last character that could fit ends.
  const head = text.slice(0, max + LONGEST_CLUSTER);
  const whole = take(segments(head), room, size);
  // One cluster can be made endless, with a thousand accents on a request: then a code point must do.
  return (whole === '' ? take(head, room, size) : whole) + ELLIPSIS;
}

function* segments(text: string): Iterable<string> {
  for (const { segment } of graphemes.segment(text)) yield segment;
}

function take(pieces: Iterable<string>, room: number, size: Size): string {
  let taken = '';
  let left = room;
  for (const piece of pieces) {
    left -= size(piece);
    if (left < 0) break;
    taken += piece;
  }
  return taken;
}
