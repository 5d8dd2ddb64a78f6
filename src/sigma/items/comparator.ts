/** How two numbers are compared. */
export type Comparator = 'gt' | 'gte' | 'lt' | 'lte' | 'eq';

export function compare(left: number, comparator: Comparator, right: number): boolean {
  switch (comparator) {
    case 'gt':
      return left > right;
    case 'gte':
      return left >= right;
    case 'lt':
      return left < right;
    case 'lte':
      return left <= right;
    case 'eq':
      return left === right;
  }
}

/** A number as JSON and most logs write it. `''`, `0x10` and `Infinity` are texts. */
const numeric = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Longer texts are no numbers anybody compares: event text may be of any length. */
const LONGEST_NUMBER = 400;

/** The number that a value is, or that its text says. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.length > LONGEST_NUMBER) return undefined;
  return numeric.test(value) ? Number(value) : undefined;
}
