import type { DeployedFunction } from '../../compute/compute.ts';

/** For the way there and back, and for an instance that has to be started. */
const AROUND_MS = 30_000;

/** How long to wait for the answer of a function, which has a time-out of its own. */
export function callPatience({ timeoutSeconds }: DeployedFunction): number {
  return timeoutSeconds * 1000 + AROUND_MS;
}
