import { mergeDigests } from '../alerts/digest-alerts.ts';
import { readEntry } from '../deadletters/letter-text.ts';
import { claimKey } from '../delivery/claim-key.ts';
import { mayHaveArrived } from '../delivery/fate.ts';
import { letterId } from '../delivery/letter-id.ts';
import { tellNotice } from '../delivery/tell-notice.ts';
import { tellPatiently, whole } from '../delivery/tell-patiently.ts';
import type { HeldDigest } from '../ledger/ledger.ts';
import type { Delivery } from '../model/delivery.ts';
import type { Digest } from '../model/digest.ts';
import type { SweepSummary } from '../model/journal.ts';
import type { Pipeline, Turn } from '../pipeline.ts';

/** Held digests are told together, of so many at most: each has a few rows. */
const MOST_MERGED = 200;

/**
 * Tells each channel of the digests that are held for it, those that are late apart from the others.
 * They are claimed like everything else, and dropped once they came to their end: told, or, where the
 * channel refuses them, is gone, or has failed them for too long, kept as a dead letter. `heldForMs`
 * leaves a channel alone whose oldest was held more recently.
 */
export async function sweepDigests(
  pipeline: Pipeline,
  turn: Turn,
  heldForMs = 0,
): Promise<DigestCounts> {
  const sum = { digests: 0, alerts: 0, told: 0, left: 0, dead: 0 };
  const { digests } = pipeline.ledger;
  const waiting = await digests.channels();
  const due = waiting.filter(({ since }) => turn.now() - since >= heldForMs);
  const ended = await Promise.allSettled(
    due.map(async ({ name: channel }) => {
      const held = await digests.of(channel, MOST_MERGED);
      for (const { state, alerts } of await sweepChannel(channel, held, pipeline, turn)) {
        sum.digests += 1;
        sum.alerts += alerts;
        sum[state] += 1;
      }
    }),
  );
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return sum;
}

/** What became of the digests that were held. */
export type DigestCounts = Pick<SweepSummary, 'digests' | 'alerts' | 'told' | 'left' | 'dead'>;

/** What became of digests that were told as one. */
interface Swept {
  readonly state: 'told' | 'left' | 'dead';
  readonly alerts: number;
}

/** A digest that is ours to tell. */
interface Ours {
  readonly held: HeldDigest;
  readonly digest: Digest;
}

async function sweepChannel(
  name: string,
  held: readonly HeldDigest[],
  pipeline: Pipeline,
  turn: Turn,
): Promise<readonly Swept[]> {
  const { ledger } = pipeline;
  const { owner, leaseEnd: until } = turn;
  const claimed = await ledger.claims.claim(
    held.map((one) => keyOf(name, one)),
    { owner, until },
  );
  const ours: Ours[] = [];
  const done: HeldDigest[] = [];
  const unreadable: HeldDigest[] = [];
  for (const [at, one] of held.entries()) {
    const claim = claimed[at];
    if (claim === undefined || claim.kind === 'held') continue;
    const digest = readDigest(one.text);
    if (claim.kind === 'ended') {
      done.push(one);
      continue;
    }
    if (digest === undefined) {
      unreadable.push(one);
      continue;
    }
    const mayRepeat = digest.mayRepeat || claim.mayRepeat;
    ours.push({ held: one, digest: { ...digest, mayRepeat } });
  }
  await drop(name, done, pipeline);
  await forgetUnreadable(name, unreadable, pipeline, turn);
  const swept: Swept[] = [];
  const broken: unknown[] = [];
  for (const why of ['too-many', 'late'] as const) {
    const some = ours.filter(({ digest }) => digest.why === why);
    if (some.length === 0) continue;
    try {
      swept.push(...(await tellAll(name, some, pipeline, turn)));
    } catch (error) {
      broken.push(error);
    }
  }
  if (broken.length > 0) throw broken[0];
  return swept;
}

/** A newer release may read what this one cannot; after a day, or where nothing is left of it, nobody does. */
const UNREADABLE_MS = 24 * 60 * 60 * 1000;

async function forgetUnreadable(
  channel: string,
  unreadable: readonly HeldDigest[],
  pipeline: Pipeline,
  { owner, now }: Turn,
): Promise<void> {
  if (unreadable.length === 0) return;
  const keys = unreadable.map((one) => keyOf(channel, one));
  await pipeline.ledger.claims.release(keys, owner, 'no');
  const lost = unreadable.filter(({ text, since }) => text === '' || now() - since > UNREADABLE_MS);
  for (const { id: digest } of lost) {
    // Its alerts have lines of their own.
    const what = { digest, channel, alerts: 0, count: 0, reason: 'what was held cannot be read' };
    pipeline.journal({ kind: 'digest', state: 'dead', ...what });
  }
  await drop(channel, lost, pipeline);
}

/** Tells digests of one kind as one; what was held too long, and failed again, is given up. */
async function tellAll(
  name: string,
  ours: readonly Ours[],
  pipeline: Pipeline,
  turn: Turn,
): Promise<readonly Swept[]> {
  const { ledger, channels, sayDigest, giveUp, journal } = pipeline;
  const digest = mergeDigests(ours.map((each) => each.digest));
  const { id, alerts, count } = digest;

  async function giveUpOn(
    reason: string,
    all: readonly Ours[],
    delivery?: Delivery,
  ): Promise<readonly Swept[]> {
    const given = mergeDigests(all.map((each) => each.digest));
    const doubt = delivery !== undefined && mayHaveArrived(delivery);
    const letter = {
      kind: 'digest',
      id: letterId(['digest', given.id, name]),
      time: new Date(turn.now()),
      reason,
      attempts: 1,
      channel: name,
      digest: { ...given, mayRepeat: given.mayRepeat || doubt },
    } as const;
    await pipeline.keepLetters([letter]);
    await end(name, all, 'dead', pipeline, turn);
    const { id: digestId, alerts: of, count: events } = given;
    const what = { digest: digestId, channel: name, alerts: of, count: events, reason };
    journal({ kind: 'digest', state: 'dead', ...what });
    return [{ state: 'dead', alerts: of }];
  }

  const channel = channels.find((each) => each.name === name);
  if (channel === undefined) {
    return giveUpOn(`there is no channel ${name} in trailbell.yml any more`, ours);
  }
  const word = (again: boolean) =>
    sayDigest(digest, name, again || digest.mayRepeat || ledger.wentDown());
  const fate = await tellPatiently(channel, word, ledger.budgets, whole, turn);
  if (fate.kind === 'delivered') {
    await end(name, ours, 'told', pipeline, turn);
    journal({ kind: 'digest', digest: id, channel: name, state: 'told', alerts, count });
    return [{ state: 'told', alerts }];
  }
  if (fate.kind === 'refused') {
    const swept = await giveUpOn(fate.reason, ours, fate);
    if (fate.fault === 'configuration') await tellOfDeadChannel(name, fate.reason, pipeline, turn);
    return swept;
  }
  // To wait for a pause, or for a budget, is not to fail.
  const hasFailed = fate.kind === 'retry' || fate.kind === 'unknown';
  const isOld = ({ held }: Ours) => hasFailed && turn.now() - held.since >= giveUp.maxAgeMs;
  const left = ours.filter((one) => !isOld(one));
  await ledger.claims.release(
    left.map(({ held }) => keyOf(name, held)),
    turn.owner,
    hasFailed && mayHaveArrived(fate) ? 'maybe' : 'no',
  );
  const old = ours.filter(isOld);
  const dead =
    hasFailed && old.length > 0
      ? await giveUpOn(`${fate.reason}; given up for its age`, old, fate)
      : [];
  if (left.length === 0) return dead;
  const waiting = mergeDigests(left.map((each) => each.digest));
  return [...dead, { state: 'left', alerts: waiting.alerts }];
}

async function end(
  name: string,
  ours: readonly Ours[],
  as: 'told' | 'dead',
  pipeline: Pipeline,
  turn: Turn,
): Promise<void> {
  const held = ours.map((each) => each.held);
  const keys = held.map((one) => keyOf(name, one));
  await pipeline.ledger.claims.end(keys, turn.owner, as);
  await drop(name, held, pipeline);
}

async function drop(name: string, held: readonly HeldDigest[], { ledger }: Pipeline) {
  if (held.length === 0) return;
  await ledger.digests.drop(
    name,
    held.map(({ id }) => id),
  );
}

async function tellOfDeadChannel(
  channel: string,
  reason: string,
  pipeline: Pipeline,
  turn: Turn,
): Promise<void> {
  const notice = { kind: 'dead-channel', channel, reason, isKept: pipeline.keepsLetters } as const;
  const told = await tellNotice(notice, { ...pipeline, ...turn });
  if (told.kind === 'told-before') return;
  const by = told.kind === 'told' ? told.channel : undefined;
  pipeline.journal({ kind: 'notice', notice, channel: by });
}

function keyOf(channel: string, { id }: HeldDigest): string {
  return claimKey('digest', id, channel);
}

function readDigest(text: string): Digest | undefined {
  const entry = readEntry(text);
  return entry.kind === 'digest' ? entry.digest : undefined;
}
