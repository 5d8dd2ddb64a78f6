import { comparators, type Bounds } from './correlation-rule.ts';
import { compare } from './items/comparator.ts';

/** Whether a number is within every bound. */
export function boundsHold(bounds: Bounds, value: number): boolean {
  return comparators.every((comparator) => {
    const bound = bounds[comparator];
    if (bound === undefined) return true;
    return comparator === 'neq' ? value !== bound : compare(value, comparator, bound);
  });
}
