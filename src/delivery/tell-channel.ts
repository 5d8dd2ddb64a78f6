import type { Channel } from '../channels/channel.ts';
import type { Holding, Ledger } from '../ledger/ledger.ts';
import type { Alert, Circumstances, Due, Ringing } from '../model/alert.ts';
import type { Share } from '../model/budget.ts';
import type { Delivery } from '../model/delivery.ts';
import type { Digest } from '../model/digest.ts';
import type { Notification } from '../model/notification.ts';
import { claimKey } from './claim-key.ts';
import type { Fate } from './fate.ts';
import { keysOf, repeatGroup } from './owed-keys.ts';
import {
  type Allowance,
  type Patience,
  tellPatiently,
  type Waiting,
  whole,
} from './tell-patiently.ts';

/** What rings, and what becomes of it on each channel. */
export interface ToRing extends Due, Ringing {
  readonly fates: Map<string, Fate>;
}

export interface TellOptions extends Patience {
  readonly ledger: Ledger;
  /** Whose claims these are. */
  readonly owner: string;
  /** Words an alert for the readers of one channel. */
  readonly say: (alert: Alert, channel: string, circumstances: Circumstances) => Notification;
  readonly sayDigest: (digest: Digest, channel: string, mayRepeat: boolean) => Notification;
  /** Counts alerts in a digest. */
  readonly digestOf: (all: readonly Ringing[], why: Digest['why']) => Digest;
  /** Holds a digest for the sweep, where that outlives this call. */
  readonly hold: (channel: string, digest: Digest) => Promise<Holding>;
  /** For how long repeats of an alert are only counted; 0 where all of them ring. */
  readonly repeatIntervalMs: (due: Due) => number;
}

/**
 * One message that fails with all the patience there is may fail for what it says. After two in a row
 * it is the channel, and the next one would only cost time.
 */
const MOST_FAILURES = 2;

/** For how long a channel's budgets are waited for in all: what would have to wait longer is over. */
const MOST_WAIT_MS = 20_000;

/** What is kept back to tell of what is left over. */
const DIGEST_MS = 8_000;

/**
 * Tells a channel of what it is owed: one by one, as far as its budgets go, and what is left over in a
 * digest, like what is late. A channel that fails is left alone for the rest.
 */
export async function tellChannel(
  channel: Channel,
  ringing: readonly ToRing[],
  options: TellOptions,
): Promise<void> {
  const { ledger, owner, say, sayDigest, digestOf, hold, repeatIntervalMs } = options;
  const mine = ringing.filter(({ alert }) => alert.channels.includes(channel.name));
  const over: ToRing[] = [];
  /** The shares of the budgets that are used up. */
  const spent = new Set<Share>();
  let leftAlone: Waiting | undefined;
  let failures = 0;

  /** What was told came to its end. */
  async function endTold(told: readonly ToRing[]): Promise<void> {
    await end(told, 'told');
    const openers = told
      .filter((each) => !each.routed.isLate && repeatIntervalMs(each) > 0)
      .map((each) => ({ group: repeatGroup(each), events: each.alert.events }));
    if (openers.length > 0) await ledger.repeats.confirm(openers);
  }

  async function end(all: readonly ToRing[], as: 'told' | 'held'): Promise<void> {
    const keys = all.flatMap(({ alert }) => keysOf(alert, [channel.name]));
    await ledger.claims.end(keys, owner, as);
  }

  async function settle(told: readonly ToRing[], fate: Delivery | Waiting, digest?: Digest) {
    const isTold = fate.kind === 'delivered';
    for (const { fates } of told) {
      const isDigested = isTold && digest !== undefined;
      fates.set(channel.name, isDigested ? { kind: 'digested', digest: digest.id } : fate);
    }
    if (isTold) await endTold(told);
    const isOpen = !isTold && fate.kind !== 'refused';
    failures = isOpen ? failures + 1 : 0;
    const asksForPause = fate.kind === 'waiting' || 'afterSeconds' in fate;
    if (isOpen && (asksForPause || failures === MOST_FAILURES)) {
      leftAlone = { kind: 'waiting', reason: fate.reason };
    }
  }

  async function tellAlone(one: ToRing, allowance: Allowance): Promise<void> {
    const { alert, keptBack } = one;
    // Where the ledger went away, somebody else may have told of it meanwhile.
    const word = (again: boolean) =>
      say(alert, channel.name, {
        mayRepeat: again || alert.mayRepeat || ledger.wentDown(),
        keptBack,
      });
    const fate = await tellPatiently(channel, word, ledger.budgets, allowance, options);
    if (fate.kind !== 'over') return settle([one], fate);
    over.push(one);
    spent.add(allowance.share);
  }

  async function tellTogether(all: readonly ToRing[], why: Digest['why']): Promise<void> {
    const [first, ...others] = all;
    if (first === undefined) return;
    if (leftAlone !== undefined) return settle(all, leftAlone);
    const digest = digestOf(all, why);
    const held = await hold(channel.name, digest);
    if (held === 'yes') {
      for (const { fates } of all) fates.set(channel.name, { kind: 'held', digest: digest.id });
      return end(all, 'held');
    }
    // What is left over has a message of the budget to itself, as a digest or as what it is.
    if (others.length === 0 && why === 'too-many' && held === 'no') return tellAlone(first, whole);
    const isDoubtful = held === 'maybe' || digest.mayRepeat;
    const word = (again: boolean) =>
      sayDigest(digest, channel.name, again || isDoubtful || ledger.wentDown());
    const fate = await tellPatiently(channel, word, ledger.budgets, whole, options);
    // Nothing is over that may use all there is.
    if (fate.kind === 'over') return;
    if (held === 'no') return settle(all, fate, digest);
    // The sweep may find it held, and tell it: then whoever tells it once more has to say so.
    const isOpen = fate.kind !== 'delivered' && fate.kind !== 'refused';
    await settle(all, isOpen ? { kind: 'unknown', reason: fate.reason } : fate, digest);
    const key = claimKey('digest', digest.id, channel.name);
    if (!isOpen) await ledger.claims.end([key], owner, 'told');
  }

  const fresh = mine.filter(({ routed }) => !routed.isLate);
  const late = mine.filter(({ routed }) => routed.isLate);
  // Where there is much to tell one by one, a digest of the rest must not come too late.
  const left = Math.max(0, options.deadline - options.now());
  const reserve = mine.length > 1 ? Math.min(DIGEST_MS, left / 4) : 0;
  const limits = { leftMs: MOST_WAIT_MS, until: options.deadline - reserve };
  for (const one of fresh) {
    const share = isCritical(one) ? 'all-but-two' : 'three-quarters';
    if (leftAlone !== undefined) one.fates.set(channel.name, leftAlone);
    // What was over for graver ones is over for all.
    else if (spent.has(share) || spent.has('all-but-two')) over.push(one);
    else await tellAlone(one, { share, limits });
  }
  // One that is critical is worth the last of the budget, whatever was told before it.
  const [critical, ...others] = over.filter(isCritical);
  if (critical !== undefined && others.length === 0 && leftAlone === undefined) {
    over.splice(over.indexOf(critical), 1);
    await tellAlone(critical, { share: 'all', limits });
  }
  await tellTogether(over.splice(0), 'too-many');
  await tellTogether(late, 'late');
}

function isCritical({ alert }: ToRing): boolean {
  return alert.rule.level === 'critical';
}
