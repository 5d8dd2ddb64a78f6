import type { Alert, Due } from '../model/alert.ts';
import { claimKey } from './claim-key.ts';

/** What an alert is owed for on these channels. */
export function keysOf({ rule, events }: Alert, channels: readonly string[]): readonly string[] {
  return channels.flatMap((channel) => events.map((event) => claimKey(rule.id, event, channel)));
}

/**
 * What makes an alert a repeat of another one: who did what, whether it worked, and by which route.
 * Whoever was denied once must not succeed unseen for the rest of the interval.
 */
export function repeatGroup({ alert: { key, outcomes }, routed }: Due): string {
  return JSON.stringify([key, outcomes.succeeded > 0, routed.route.path]);
}
