import { standsAt } from './stands-at.ts';

/** A search that goes forward through bytes with whoever asks, and passes over each of them once. */
export interface Finger {
  /** Where the text stands next from a place on, or Infinity. */
  next(bytes: Buffer, from: number): number;
}

/** Letters in English texts, the most frequent first. */
const FREQUENT = 'etaoinsrhldcumfpgwybvkxjqz';

/**
 * Node.js looks for a needle of up to seven bytes by its first byte, which is faster than what it does
 * for longer ones as long as that byte is rare.
 */
const NEEDLE = 7;

/** Searches a text of ASCII characters, or one other. */
export function openFinger(text: string): Finger {
  const whole = Buffer.from(text);
  const skipped = rarestPlace(text.slice(0, Math.ceil(text.length / 2)));
  const needle = whole.subarray(skipped, skipped + NEEDLE);
  let searched: Buffer | undefined;
  let from = 0;
  let found = 0;

  function search(bytes: Buffer, place: number): number {
    for (let at = place; ; at += 1) {
      const middle = bytes.indexOf(needle, at + skipped);
      if (middle === -1) return Infinity;
      at = middle - skipped;
      if (standsAt(bytes, at, whole)) return at;
    }
  }

  return {
    next(bytes, place) {
      if (bytes !== searched || place < from || place > found) {
        found = search(bytes, place);
        searched = bytes;
      }
      from = place;
      return found;
    },
  };
}

function rarestPlace(text: string): number {
  let rarest = 0;
  for (let at = 1; at < text.length; at += 1) {
    if (FREQUENT.indexOf(text.charAt(at)) > FREQUENT.indexOf(text.charAt(rarest))) rarest = at;
  }
  return rarest;
}
