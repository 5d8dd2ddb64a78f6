/** Whether any of some patterns stands between two places. */
export type ByteSearch = (bytes: Uint8Array, start: number, end: number) => boolean;

/**
 * Makes a search for any of some patterns, in any case of ASCII letters. It looks at the last two bytes
 * of a window as long as the shortest pattern: how far the window may go on is known for every two
 * bytes beforehand, and mostly it is nearly all of its length (Wu and Manber, "A Fast Algorithm for
 * Multi-Pattern Searching", 1994). Patterns are folded, ASCII, and at least two bytes long.
 */
export function byteSearch(texts: readonly string[]): ByteSearch {
  if (texts.length === 0) return () => false;
  const patterns = texts.map((text) => Buffer.from(text, 'latin1'));
  const width = Math.min(...patterns.map(({ length }) => length));

  /** How far the window may move where it ends in two bytes; 0 where a pattern may begin with it. */
  const shifts = new Uint8Array(0x10000).fill(Math.min(width - 1, 255));
  /** The patterns that may begin with a window, by its last two bytes. */
  const beginning = new Map<number, Buffer[]>();
  for (const pattern of patterns) {
    for (let at = 1; at < width; at += 1) {
      for (const pair of pairsOf(pattern[at - 1] ?? 0, pattern[at] ?? 0)) {
        shifts[pair] = Math.min(shifts[pair] ?? 0, width - 1 - at);
        if (at === width - 1) beginning.set(pair, [...(beginning.get(pair) ?? []), pattern]);
      }
    }
  }

  /** Whether a pattern begins with the window whose last byte is at a place. */
  function holds(bytes: Uint8Array, pair: number, last: number, end: number): boolean {
    const place = last - width + 1;
    return (beginning.get(pair) ?? none).some(
      (pattern) => place + pattern.length <= end && standsInAnyCase(bytes, place, pattern),
    );
  }

  return (bytes, start, end) => {
    // Each step waits for the one before it, so two windows that go side by side take half the time.
    let left = start + width - 1;
    const middle = Math.max(left, (start + end) >>> 1);
    let right = middle;
    while (left < middle || right < end) {
      if (left < middle) {
        const pair = ((bytes[left - 1] ?? 0) << 8) | (bytes[left] ?? 0);
        const shift = shifts[pair] ?? 0;
        if (shift === 0 && holds(bytes, pair, left, end)) return true;
        left += shift || 1;
      }
      if (right < end) {
        const pair = ((bytes[right - 1] ?? 0) << 8) | (bytes[right] ?? 0);
        const shift = shifts[pair] ?? 0;
        if (shift === 0 && holds(bytes, pair, right, end)) return true;
        right += shift || 1;
      }
    }
    return false;
  };
}

const none: readonly Buffer[] = [];

/** Two bytes as one number, in every case of their letters. */
function pairsOf(first: number, second: number): ReadonlySet<number> {
  const pairs = casesOf(first).flatMap((a) => casesOf(second).map((b) => (a << 8) | b));
  return new Set(pairs);
}

function casesOf(byte: number): readonly number[] {
  return byte >= 0x61 && byte <= 0x7a ? [byte, byte - 0x20] : [byte];
}

function standsInAnyCase(bytes: Uint8Array, place: number, pattern: Uint8Array): boolean {
  for (let at = 0; at < pattern.length; at += 1) {
    const byte = bytes[place + at] ?? 0;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    if (lower !== pattern[at]) return false;
  }
  return true;
}
