import type { Channel } from '../channels/channel.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Alert } from '../model/alert.ts';
import type { Delivery } from '../model/delivery.ts';
import { errorName } from '../model/error-name.ts';
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
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly deadline: number;
}

/** A channel that twice in a row leaves us guessing is given up for this batch: it costs seconds each. */
const MOST_SILENCES = 2;
/** How often one message waits for the pause that its channel asked for. */
const MOST_WAITS = 3;
/** A longer pause is left to the next time the range is delivered. */
const LONGEST_PAUSE_MS = 10_000;

/**
 * Tells each channel of each alert that it is owed, in the order given. Channels go side by side, so
 * that a slow one costs the others nothing; within one channel messages keep their order. What came
 * to an end, delivered or refused for good, is marked at once, so that a redelivered range does not
 * repeat it. `broken` is what the ledger threw.
 */
export async function deliver(
  alerts: readonly Alert[],
  options: DeliverOptions,
): Promise<{ readonly told: readonly Told[]; readonly broken: readonly unknown[] }> {
  const told = alerts.map((alert) => ({ alert, deliveries: new Map<string, Delivery>() }));
  const ended = await Promise.allSettled(
    options.channels.map((channel) => tellChannel(channel, told, options)),
  );
  return { told, broken: ended.flatMap((end) => (end.status === 'rejected' ? [end.reason] : [])) };
}

async function tellChannel(
  channel: Channel,
  told: readonly { readonly alert: Alert; readonly deliveries: Map<string, Delivery> }[],
  options: DeliverOptions,
): Promise<void> {
  let pausedBy: string | undefined;
  let silences = 0;
  for (const { alert, deliveries } of told) {
    if (!alert.channels.includes(channel.name)) continue;
    const delivery: Delivery = pausedBy
      ? { kind: 'retry', reason: pausedBy }
      : await tellPatiently(channel, alert, options);
    deliveries.set(channel.name, delivery);
    if (delivery.kind === 'delivered' || delivery.kind === 'refused') {
      await options.ledger.mark(alert.events.map((id) => markKey(alert.rule.id, id, channel.name)));
    }
    silences = delivery.kind === 'unknown' ? silences + 1 : 0;
    if (silences === MOST_SILENCES) pausedBy = 'the channel does not answer';
    // A channel that asks for a pause gets it: more messages would only lengthen it.
    if (delivery.kind === 'retry' && delivery.afterSeconds) pausedBy = delivery.reason;
  }
}

/** Waits for a pause that the channel asks for, where it is over well before the deadline. */
async function tellPatiently(
  channel: Channel,
  alert: Alert,
  { say, now, sleep, deadline }: DeliverOptions,
): Promise<Delivery> {
  for (let waits = 0; ; waits++) {
    const delivery = await tell(channel, () => say(alert, channel.name), deadline);
    const pause = delivery.kind === 'retry' ? (delivery.afterSeconds ?? 0) * 1000 : 0;
    const tooLong = pause > LONGEST_PAUSE_MS || now() + pause * 2 >= deadline;
    if (pause === 0 || waits === MOST_WAITS || tooLong) return delivery;
    await sleep(pause);
  }
}

/** A mistake of ours in wording or sending one alert must not cost the others their message. */
async function tell(
  channel: Channel,
  word: () => Notification,
  deadline: number,
): Promise<Delivery> {
  try {
    return await channel.send(word(), deadline);
  } catch (error) {
    const reason = `the alert could not be told (${errorName(error)})`;
    return { kind: 'refused', fault: 'payload', reason };
  }
}
