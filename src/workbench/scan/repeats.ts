import { repeatGroup } from '../../delivery/owed-keys.ts';
import type { RingingRoute } from './scan-routing.ts';

/** One message: what one call of the function would have told of a group by a route. */
export interface ScanMessage {
  /** The alert's key, as the function makes it, and the route that tells it. */
  readonly key: string;
  readonly route: RingingRoute;
  /** In milliseconds since 1970. */
  readonly time: number;
  /** How many of the calls that it tells of succeeded. */
  succeeded: number;
}

/** How many messages ring where repeats within the interval (milliseconds) are only counted. */
export function ringsWith(intervalMs: number, messages: readonly ScanMessage[]): number {
  if (intervalMs === 0) return messages.length;
  const quietUntil = new Map<string, number>();
  let rings = 0;
  for (const { key, route, time, succeeded } of messages.toSorted((a, b) => a.time - b.time)) {
    const group = repeatGroup({ alert: { key, outcomes: { succeeded } }, routed: { route } });
    if (time < (quietUntil.get(group) ?? -Infinity)) continue;
    rings += 1;
    quietUntil.set(group, time + intervalMs);
  }
  return rings;
}
