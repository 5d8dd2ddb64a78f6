import type { Alert } from '../model/alert.ts';
import type { Route } from '../model/routing.ts';
import { claimKey } from './claim-key.ts';

/** What an alert is owed for on these channels. */
export function keysOf({ rule, events }: Alert, channels: readonly string[]): readonly string[] {
  return channels.flatMap((channel) => events.map((event) => claimKey(rule.id, event, channel)));
}

/** As much of an alert and its route as says what it repeats. */
export interface Repeatable {
  readonly alert: Pick<Alert, 'key'> & { readonly outcomes: Pick<Alert['outcomes'], 'succeeded'> };
  readonly routed: { readonly route: Pick<Route, 'path'> };
}

/**
 * What makes an alert a repeat of another one: who did what, whether it worked, and by which route.
 * Whoever was denied once must not succeed unseen for the rest of the interval.
 */
export function repeatGroup({ alert: { key, outcomes }, routed }: Repeatable): string {
  return JSON.stringify([key, outcomes.succeeded > 0, routed.route.path]);
}
