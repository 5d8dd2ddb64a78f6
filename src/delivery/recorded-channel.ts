import type { Channel } from '../channels/channel.ts';
import type { Delivery } from '../model/delivery.ts';
import type { Notification } from '../model/notification.ts';

/** One message, and what became of it. */
export interface HistoryEntry {
  /** When the answer came. */
  readonly time: Date;
  readonly channel: string;
  readonly notification: Notification;
  /** Muted is what was to be told, but for the setting that the reason names. */
  readonly delivery: Delivery | { readonly kind: 'muted'; readonly reason: string };
}

/** The same channel; `record` hears of every message that it was sent, and of the answer. */
export function recordedChannel(
  channel: Channel,
  record: (entry: HistoryEntry) => void,
  now: () => number,
): Channel {
  return {
    ...channel,
    async send(notification, deadline, form) {
      const delivery = await channel.send(notification, deadline, form);
      record({ time: new Date(now()), channel: channel.name, notification, delivery });
      return delivery;
    },
  };
}
