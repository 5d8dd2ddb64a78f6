/** What is owed: one rule's match of one event, to one channel. */
export function claimKey(rule: string, event: string, channel: string): string {
  return JSON.stringify([rule, event, channel]);
}
