/** How many characters of a literal are looked up at once. */
const GRAM = 3;

/** At least so many places in the table for each literal: most of a text should hit an empty one. */
const SPACE = 8;

/**
 * Finds which of many literals are in a text, in one pass over it. Each literal is filed under three
 * of its characters, those that the fewest others are filed under; at each place of the text the
 * three characters that begin there lead to the few literals worth comparing. `found` may hear of the
 * same one several times. Takes time in proportion to the text, and to how many literals share their
 * rarest three characters.
 */
export function literalFinder(
  literals: readonly string[],
): (text: string, found: (literal: number) => void) => void {
  const findShort = shortFinder(literals);
  let size = 64;
  while (size < literals.length * SPACE) size *= 2;
  const mask = size - 1;
  const load = new Uint32Array(size);
  /** The first entry filed under a place, plus one; entries lead to the next of theirs. */
  const heads = new Int32Array(size);
  const next = new Int32Array(literals.length);
  const offsets = new Int32Array(literals.length);

  for (const [index, literal] of literals.entries()) {
    if (literal.length < GRAM) continue;
    let place = 0;
    let least = Infinity;
    for (let at = 0; at + GRAM <= literal.length; at += 1) {
      const hash = gram(
        literal.charCodeAt(at),
        literal.charCodeAt(at + 1),
        literal.charCodeAt(at + 2),
      );
      const filed = load[hash & mask] ?? 0;
      if (filed >= least) continue;
      least = filed;
      place = hash & mask;
      offsets[index] = at;
    }
    load[place] = least + 1;
    next[index] = heads[place] ?? 0;
    heads[place] = index + 1;
  }

  return (text, found) => {
    findShort(text, found);
    let first = text.charCodeAt(0);
    let second = text.charCodeAt(1);
    for (let at = 2; at < text.length; at += 1) {
      const third = text.charCodeAt(at);
      let entry = heads[gram(first, second, third) & mask] ?? 0;
      while (entry !== 0) {
        const index = entry - 1;
        if (text.startsWith(literals[index] ?? '', at - 2 - (offsets[index] ?? 0))) found(index);
        entry = next[index] ?? 0;
      }
      first = second;
      second = third;
    }
  };
}

/** Finds the literals that are too short for the table: of one character or two. */
function shortFinder(
  literals: readonly string[],
): (text: string, found: (literal: number) => void) => void {
  const short = new Map<number, number>();
  for (const [index, literal] of literals.entries()) {
    if (literal.length >= GRAM) continue;
    short.set(pair(literal.charCodeAt(0), literal.length > 1 ? literal.charCodeAt(1) : -1), index);
  }
  if (short.size === 0) return () => {};
  return (text, found) => {
    for (let at = 0; at < text.length; at += 1) {
      const first = text.charCodeAt(at);
      const one = short.get(pair(first, -1));
      if (one !== undefined) found(one);
      const two = short.get(pair(first, text.charCodeAt(at + 1)));
      if (two !== undefined) found(two);
    }
  };
}

/** One number for two UTF-16 units, the second of which may be none: -1, or NaN at the end. */
function pair(first: number, second: number): number {
  return first * 0x20000 + second + 1;
}

/** Multipliers that spread letters, which differ in their low bits. */
function gram(first: number, second: number, third: number): number {
  const hash =
    Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b) ^ Math.imul(third, 0xc2b2ae35);
  return hash ^ (hash >>> 15);
}
