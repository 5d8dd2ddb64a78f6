/** What is owed, and marked once it was told: one rule's match of one event, to one channel. */
export function markKey(rule: string, event: string, channel: string): string {
  return JSON.stringify([rule, event, channel]);
}
