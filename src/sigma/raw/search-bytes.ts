/** Finds the first place between two others where one of some patterns begins, or -1. */
export type ByteSearch = (bytes: Uint8Array, start: number, end: number) => number;

/**
 * Makes a search for any of some patterns, in any case of ASCII letters. It looks at the last two bytes
 * of a window as long as the shortest pattern: how far the window may go on is known for every two
 * bytes beforehand, and mostly it is nearly all of its length (Wu and Manber, "A Fast Algorithm for
 * Multi-Pattern Searching", 1994). Patterns are folded, ASCII, and at least two bytes long.
 */
export function byteSearch(texts: readonly string[]): ByteSearch {
  if (texts.length === 0) return () => -1;
  const patterns = texts.map((text) => Buffer.from(text, 'latin1'));
  const width = Math.min(...patterns.map(({ length }) => length));

  /** How far the window may move where it ends in two bytes; 0 where a pattern may begin with it. */
  const shifts = new Uint8Array(PAIRS).fill(Math.min(width - 1, 255));
  const beginning = new Map<number, Buffer[]>();
  for (const pattern of patterns) {
    for (let at = 1; at < width; at += 1) {
      const pair = pairOf(pattern[at - 1] ?? 0, pattern[at] ?? 0);
      shifts[pair] = Math.min(shifts[pair] ?? 0, width - 1 - at);
    }
    const last = pairOf(pattern[width - 2] ?? 0, pattern[width - 1] ?? 0);
    beginning.set(last, [...(beginning.get(last) ?? []), pattern]);
  }

  return (bytes, start, end) => {
    let at = start + width - 1;
    while (at < end) {
      const pair = pairOf(bytes[at - 1] ?? 0, bytes[at] ?? 0);
      const shift = shifts[pair] ?? 0;
      if (shift === 0) {
        const place = at - width + 1;
        for (const pattern of beginning.get(pair) ?? none) {
          if (place + pattern.length <= end && standsAt(bytes, place, pattern)) return place;
        }
        at += 1;
      } else at += shift;
    }
    return -1;
  };
}

const none: readonly Buffer[] = [];

/** How many pairs are told apart. */
const PAIRS = 4096;

/** Six bits of each: the lowest five are the same in both cases of a letter, the sixth says that it is one. */
function pairOf(first: number, second: number): number {
  return ((((first & 0x40) >> 1) | (first & 0x1f)) << 6) | ((second & 0x40) >> 1) | (second & 0x1f);
}

function standsAt(bytes: Uint8Array, place: number, pattern: Uint8Array): boolean {
  for (let at = 0; at < pattern.length; at += 1) {
    if (lower[bytes[place + at] ?? 0] !== pattern[at]) return false;
  }
  return true;
}

const lower = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);
