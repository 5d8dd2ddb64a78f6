import type { Correlation } from '../correlation-rule.ts';
import { putInto, takeFrom } from './ascending.ts';
import { holds } from './holds.ts';
import type { Meter } from './meter.ts';

/**
 * Measures the numbers in a window, which are kept in ascending order. They are added up anew each
 * time: a running sum would be spoilt for good by one huge number, even after that has left the
 * window. With no number there is nothing that could hold.
 */
export function numberMeter(
  { condition }: Correlation,
  measure: (ascending: readonly number[]) => number,
): Meter {
  const ascending: number[] = [];
  return {
    add({ values }) {
      for (const value of values) if (typeof value === 'number') putInto(ascending, value);
    },
    remove({ values }) {
      for (const value of values) if (typeof value === 'number') takeFrom(ascending, value);
    },
    read() {
      if (ascending.length === 0) return { value: 0, holds: false };
      const value = measure(ascending);
      return { value, holds: holds(condition, value) };
    },
  };
}

export function sum(numbers: readonly number[]): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

export function average(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}

/** What lies between two ranks is on the straight line from one to the other. */
export function percentile(ascending: readonly number[], percent: number): number {
  const rank = (percent / 100) * (ascending.length - 1);
  const below = ascending[Math.floor(rank)] ?? 0;
  const above = ascending[Math.ceil(rank)] ?? below;
  return below + (above - below) * (rank - Math.floor(rank));
}
