import type { Channel } from '../channels/channel.ts';
import type { Alert, Due } from '../model/alert.ts';
import type { Fate, Told } from './fate.ts';
import { keysOf, repeatGroup } from './owed-keys.ts';
import { tellChannel, type TellOptions, type ToRing } from './tell-channel.ts';

export interface DeliverOptions extends Omit<TellOptions, 'say'> {
  readonly channels: readonly Channel[];
  /** How those that ring are worded: asked for once it is known which. */
  readonly wording: (ringing: readonly Due[]) => Promise<TellOptions['say']>;
}

/**
 * Tells each channel of each alert that it is owed, in the order given. Channels go side by side, so
 * that a slow one costs the others nothing; within one channel messages keep their order. What was
 * told, and what was muted, suppressed or held, comes to its end in the ledger at once; the rest stays
 * claimed, for whoever decides what becomes of it. `broken` is what threw.
 */
export async function deliver(
  due: readonly Due[],
  options: DeliverOptions,
): Promise<{ readonly told: readonly Told[]; readonly broken: readonly unknown[] }> {
  const { channels } = options;
  const told = due.map((each) => ({ ...each, fates: new Map<string, Fate>() }));
  const ringing = await whatRings(await withoutMuted(told, options), options);
  const say = await options.wording(ringing);
  const ended = await Promise.allSettled(
    channels.map((channel) => tellChannel(channel, ringing, { ...options, say })),
  );
  return { told, broken: ended.flatMap((end) => (end.status === 'rejected' ? [end.reason] : [])) };
}

type Telling = Due & { readonly fates: Map<string, Fate> };

async function withoutMuted(
  told: readonly Telling[],
  { ledger, owner }: DeliverOptions,
): Promise<readonly Telling[]> {
  const ringing: Telling[] = [];
  const keys: string[] = [];
  for (const each of told) {
    const { mutedBy: by } = each.routed;
    if (by === undefined) {
      ringing.push(each);
      continue;
    }
    for (const channel of each.alert.channels) each.fates.set(channel, { kind: 'muted', by });
    for (const key of keysOf(each.alert, each.alert.channels)) keys.push(key);
  }
  await ledger.claims.end(keys, owner, 'muted');
  return ringing;
}

/** Asks for all of them at once: before the first message there is no time to lose. */
async function whatRings(
  told: readonly Telling[],
  { ledger, owner, repeatIntervalMs }: DeliverOptions,
): Promise<readonly ToRing[]> {
  // What was told to some of its channels has rung, whatever has come since; what is late does not ring.
  const asking = told.filter(
    (each) =>
      !each.routed.isLate &&
      each.isMixed !== true &&
      repeatIntervalMs(each) > 0 &&
      each.alert.channels.length === each.routed.channels.length,
  );
  const answers = await ledger.repeats.ring(
    asking.map((each) => ({
      group: repeatGroup(each),
      events: each.alert.events,
      intervalMs: repeatIntervalMs(each),
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
