import type { Channel } from '../channels/channel.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Alert, Circumstances, KeptBack, RuleSnapshot } from '../model/alert.ts';
import type { Delivery } from '../model/delivery.ts';
import type { Notification } from '../model/notification.ts';
import { claimKey } from './claim-key.ts';
import { type Patience, tellPatiently, type Waiting } from './tell-patiently.ts';

/** What became of what one channel was owed. */
export type Fate = Delivery | Waiting | { readonly kind: 'suppressed' };

export interface Told {
  readonly alert: Alert;
  /** One for each of the alert's channels. */
  readonly fates: ReadonlyMap<string, Fate>;
}

export interface DeliverOptions extends Patience {
  readonly channels: readonly Channel[];
  readonly ledger: Ledger;
  /** Whose claims these are. */
  readonly owner: string;
  /** Words an alert for the readers of one channel. */
  readonly say: (alert: Alert, channel: string, circumstances: Circumstances) => Notification;
  /** For how long repeats of a rule's alert are only counted; 0 where all of them ring. */
  readonly repeatIntervalMs: (rule: RuleSnapshot) => number;
}

/**
 * Tells each channel of each alert that it is owed, in the order given. Channels go side by side, so
 * that a slow one costs the others nothing; within one channel messages keep their order. What was
 * told, and what was suppressed, comes to its end in the ledger at once; the rest stays claimed, for
 * whoever decides what becomes of it. `broken` is what threw.
 */
export async function deliver(
  alerts: readonly Alert[],
  options: DeliverOptions,
): Promise<{ readonly told: readonly Told[]; readonly broken: readonly unknown[] }> {
  const { channels } = options;
  const told = alerts.map((alert) => ({ alert, fates: new Map<string, Fate>() }));
  const ringing = await whatRings(told, options);
  const ended = await Promise.allSettled(
    channels.map((channel) => tellChannel(channel, ringing, options)),
  );
  return { told, broken: ended.flatMap((end) => (end.status === 'rejected' ? [end.reason] : [])) };
}

/** Asks for all of them at once: before the first message there is no time to lose. */
async function whatRings(
  told: readonly { readonly alert: Alert; readonly fates: Map<string, Fate> }[],
  { channels, ledger, owner, repeatIntervalMs }: DeliverOptions,
): Promise<readonly ToRing[]> {
  // What was told to some of its channels has rung, whatever has come since.
  const asking = told.filter(
    ({ alert }) => repeatIntervalMs(alert.rule) > 0 && alert.channels.length === channels.length,
  );
  const answers = await ledger.repeats.ring(
    asking.map(({ alert }) => ({
      group: repeatGroup(alert),
      events: alert.events,
      intervalMs: repeatIntervalMs(alert.rule),
    })),
  );
  const answerTo = new Map(asking.map((each, at) => [each, answers[at]]));
  const suppressed: Alert[] = [];
  const ringing: ToRing[] = [];
  for (const each of told) {
    const answer = answerTo.get(each);
    if (answer?.kind !== 'suppressed') {
      ringing.push({ ...each, keptBack: answer?.keptBack });
      continue;
    }
    suppressed.push(each.alert);
    for (const channel of each.alert.channels) each.fates.set(channel, { kind: 'suppressed' });
  }
  await ledger.claims.end(
    suppressed.flatMap((alert) => keysOf(alert, alert.channels)),
    owner,
    'suppressed',
  );
  return ringing;
}

/**
 * One message that fails with all the patience there is may fail for what it says. After two in a row
 * it is the channel, and the next one would only cost time.
 */
const MOST_FAILURES = 2;

interface ToRing {
  readonly alert: Alert;
  readonly fates: Map<string, Fate>;
  readonly keptBack: KeptBack | undefined;
}

async function tellChannel(
  channel: Channel,
  ringing: readonly ToRing[],
  options: DeliverOptions,
): Promise<void> {
  const { ledger, owner, say, repeatIntervalMs } = options;
  let leftAlone: Waiting | undefined;
  let failures = 0;
  for (const { alert, fates, keptBack } of ringing) {
    if (!alert.channels.includes(channel.name)) continue;
    if (leftAlone !== undefined) {
      fates.set(channel.name, leftAlone);
      continue;
    }
    const delivery = await tellPatiently(
      channel,
      // Where the ledger went away, somebody else may have told of it meanwhile.
      (again) =>
        say(alert, channel.name, {
          mayRepeat: again || alert.mayRepeat || ledger.wentDown(),
          keptBack,
        }),
      ledger.budgets,
      options,
    );
    fates.set(channel.name, delivery);
    if (delivery.kind === 'delivered') {
      await ledger.claims.end(keysOf(alert, [channel.name]), owner, 'told');
      if (repeatIntervalMs(alert.rule) > 0) {
        await ledger.repeats.confirm([{ group: repeatGroup(alert), events: alert.events }]);
      }
    }
    const isOpen = delivery.kind !== 'delivered' && delivery.kind !== 'refused';
    failures = isOpen ? failures + 1 : 0;
    const asksForPause = delivery.kind === 'waiting' || 'afterSeconds' in delivery;
    if (isOpen && (asksForPause || failures === MOST_FAILURES)) {
      leftAlone = { kind: 'waiting', reason: delivery.reason };
    }
  }
}

/**
 * What makes an alert a repeat of another one: who did what, and whether it worked. Whoever was denied
 * once must not succeed unseen for the rest of the interval.
 */
export function repeatGroup({ key, outcomes }: Alert): string {
  return JSON.stringify([key, outcomes.succeeded > 0]);
}

/** What an alert is owed for on these channels. */
export function keysOf({ rule, events }: Alert, channels: readonly string[]): readonly string[] {
  return channels.flatMap((channel) => events.map((event) => claimKey(rule.id, event, channel)));
}

/** Whether people may have seen it, although it was not delivered as far as is known. */
export function mayHaveArrived(fate: Fate): boolean {
  return fate.kind === 'unknown' || ('mayHaveArrived' in fate && fate.mayHaveArrived === true);
}
