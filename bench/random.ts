/** From 0 up to 1, the same in every run: a benchmark that changes its data measures the change. */
export type Random = () => number;

/** mulberry32. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function whole(random: Random, below: number): number {
  return Math.floor(random() * below);
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return itemAt(from, whole(random, from.length));
}

/** The first ones far more often than the last, as names and callers are spread in an account. */
export function pickSkewed<T>(random: Random, from: readonly T[]): T {
  return itemAt(from, Math.floor(from.length ** random()) - 1);
}

/** `count` different ones. */
export function pickSome<T>(random: Random, from: readonly T[], count: number): T[] {
  const picked = new Set<T>();
  while (picked.size < Math.min(count, from.length)) picked.add(pick(random, from));
  return [...picked];
}

export function letters(random: Random, length: number, alphabet = 'abcdefghijklmnopqrstuvwxyz') {
  return Array.from({ length }, () => alphabet[whole(random, alphabet.length)]).join('');
}

export function uuid(random: Random): string {
  const hex = letters(random, 32, '0123456789abcdef');
  return [8, 12, 16, 20, 32].map((end, at) => hex.slice([0, 8, 12, 16, 20][at], end)).join('-');
}

function itemAt<T>(from: readonly T[], at: number): T {
  const item = from[Math.min(at, from.length - 1)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
