import type { Channel } from '../channels/channel.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Alert } from '../model/alert.ts';
import type { Delivery } from '../model/delivery.ts';
import type { Notification } from '../model/notification.ts';
import { markKey } from './mark-key.ts';

export interface Told {
  readonly alert: Alert;
  /** One answer for each of the alert's channels. */
  readonly deliveries: ReadonlyMap<string, Delivery>;
}

export interface DeliverOptions {
  readonly channels: readonly Channel[];
  readonly ledger: Ledger;
  /** Words an alert for the readers of one channel. */
  readonly say: (alert: Alert, channel: string) => Notification;
  /** Milliseconds since 1970. */
  readonly deadline: number;
}

/**
 * Tells each channel of each alert that it is owed, in the order given. Channels go side by side, so
 * that a slow one costs the others nothing; within one channel messages keep their order. What was
 * delivered is marked at once, so that a redelivered range does not repeat it.
 */
export async function deliver(
  alerts: readonly Alert[],
  { channels, ledger, say, deadline }: DeliverOptions,
): Promise<readonly Told[]> {
  const told = alerts.map((alert) => ({ alert, deliveries: new Map<string, Delivery>() }));
  await Promise.all(
    channels.map(async (channel) => {
      let pausedBy: string | undefined;
      for (const { alert, deliveries } of told) {
        if (!alert.channels.includes(channel.name)) continue;
        const delivery: Delivery = pausedBy
          ? { kind: 'retry', reason: pausedBy }
          : await channel.send(say(alert, channel.name), deadline);
        deliveries.set(channel.name, delivery);
        if (delivery.kind === 'delivered') {
          await ledger.mark(alert.events.map((id) => markKey(alert.rule.id, id, channel.name)));
        }
        // A channel that asks for a pause gets it: more messages would only lengthen it.
        if (delivery.kind === 'retry' && delivery.afterSeconds) pausedBy = delivery.reason;
      }
    }),
  );
  return told;
}
