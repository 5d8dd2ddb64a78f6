import { createHash } from 'node:crypto';

/**
 * From 0 up to 1, the same whenever it is asked by the same names: processes are not as punctual as a
 * seed, so what is drawn must not depend on what was drawn before.
 */
export type Chance = (...names: readonly (string | number)[]) => number;

export function chanceOf(seed: number): Chance {
  return (...names) => {
    const hash = createHash('sha256').update(JSON.stringify([seed, ...names]));
    return hash.digest().readUInt32BE(0) / 2 ** 32;
  };
}

/** A whole number from `from` to `to`, both included. */
export function between(chance: number, from: number, to: number): number {
  return from + Math.floor(chance * (to - from + 1));
}

/** In an order of their own, which the names decide. */
export function shuffled<T>(chance: Chance, name: string, items: readonly T[]): readonly T[] {
  return items
    .map((item, at) => ({ item, place: chance(name, at) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
