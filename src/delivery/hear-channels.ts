import type { Channel } from '../channels/channel.ts';
import type { Beat } from '../ledger/ledger.ts';
import type { Delivery } from '../model/delivery.ts';

export interface HeardChannels {
  /** The same channels, of which every answer is heard. */
  readonly channels: readonly Channel[];
  /** Why a channel has taken nothing of what it was sent; undefined where it has, or was sent nothing. */
  readonly failing: (channel: string) => string | undefined;
  /** Those that were sent something. */
  readonly heard: () => Beat['channels'];
}

/** Notes which channels take what they are sent, whoever sends it. */
export function hearChannels(channels: readonly Channel[]): HeardChannels {
  const answers = new Map<string, string | undefined>();
  return {
    channels: channels.map((channel) => ({
      ...channel,
      async send(notification, deadline, form) {
        const delivery = await channel.send(notification, deadline, form);
        if (delivery.kind === 'delivered') answers.set(channel.name, undefined);
        // One that took something is well.
        else if (!isNoFault(delivery) && !isWell(channel.name)) {
          answers.set(channel.name, delivery.reason);
        }
        return delivery;
      },
    })),
    failing: (channel) => answers.get(channel),
    heard: () => [...answers].map(([channel, failed]) => ({ channel, failed })),
  };

  function isWell(channel: string): boolean {
    return answers.has(channel) && answers.get(channel) === undefined;
  }
}

/** What one message says is not the channel's fault, and one that asks for a pause is alive. */
function isNoFault(delivery: Delivery): boolean {
  return (
    (delivery.kind === 'refused' && delivery.fault === 'payload') ||
    (delivery.kind === 'retry' && delivery.afterSeconds !== undefined)
  );
}
