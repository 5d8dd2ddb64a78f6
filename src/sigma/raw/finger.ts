/** A search that goes forward through bytes with whoever asks, and passes over each of them once. */
export interface Finger {
  /** Where the text stands next from a place on, or Infinity. */
  next(bytes: Buffer, from: number): number;
}

/** Letters in English texts, the most frequent first. */
const FREQUENT = 'etaoinsrhldcumfpgwybvkxjqz';

/** Searches a text of ASCII characters, or one other. */
export function openFinger(text: string): Finger {
  // Node.js looks for the first character and then for the rest: it is fast where that one is rare.
  const skipped = rarestPlace(text.slice(0, Math.ceil(text.length / 2)));
  const head = Buffer.from(text.slice(0, skipped));
  const tail = Buffer.from(text.slice(skipped));
  let searched: Buffer | undefined;
  let from = 0;
  let found = 0;

  function search(bytes: Buffer, place: number): number {
    for (let at = place; ; at += 1) {
      const rest = bytes.indexOf(tail, at + skipped);
      if (rest === -1) return Infinity;
      at = rest - skipped;
      if (standsAt(bytes, at, head)) return at;
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

function standsAt(bytes: Buffer, place: number, head: Buffer): boolean {
  for (let at = 0; at < head.length; at += 1) if (bytes[place + at] !== head[at]) return false;
  return true;
}
