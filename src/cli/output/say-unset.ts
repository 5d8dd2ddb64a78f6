import type { Terminal } from '../command.ts';

/** Says which variables would be needed to show all of it. */
export function sayUnset(unset: readonly string[], { err }: Terminal): void {
  if (unset.length > 0)
    err(`not set: ${unset.join(', ')}. What needs them is left out here, and not counted.`);
}
