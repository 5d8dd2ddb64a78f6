import { mergeDigests } from './alerts/digest-alerts.ts';
import { readEntry } from './deadletters/letter-text.ts';
import { claimKey } from './delivery/claim-key.ts';
import { letterId } from './delivery/letter-id.ts';
import { tellNotice } from './delivery/tell-notice.ts';
import { tellPatiently, whole } from './delivery/tell-patiently.ts';
import type { HeldDigest } from './ledger/ledger.ts';
import type { DigestLetter } from './model/dead-letter.ts';
import type { Digest } from './model/digest.ts';
import type { SweepSummary } from './model/journal.ts';
import type { Pipeline, Turn } from './pipeline.ts';

/** Held digests are sent as one, of so many at most: each has a few rows. */
const MOST_MERGED = 200;

/**
 * Tells each channel of the digests that are held for it, as one. They are claimed like everything
 * else, and dropped once they came to their end: told, or, where the channel refuses them, is gone, or
 * has not taken them for too long, kept as a dead letter. `heldForMs` leaves those alone that were held
 * more recently.
 */
export async function sweep(pipeline: Pipeline, turn: Turn, heldForMs = 0): Promise<SweepSummary> {
  const started = turn.now();
  const sum = { digests: 0, alerts: 0, told: 0, left: 0, dead: 0 };
  const { digests } = pipeline.ledger;
  const names = await digests.channels();
  const ended = await Promise.allSettled(
    names.map(async (channel) => {
      const held = (await digests.of(channel)).slice(0, MOST_MERGED);
      const [oldest] = held;
      if (oldest === undefined || turn.now() - oldest.since < heldForMs) return;
      const swept = await sweepChannel(channel, held, pipeline, turn);
      if (swept === undefined) return;
      sum.digests += 1;
      sum.alerts += swept.alerts;
      sum[swept.state] += 1;
    }),
  );
  const summary = { ...sum, ms: turn.now() - started };
  if (heldForMs === 0 || sum.digests > 0) pipeline.journal({ kind: 'sweep', ...summary });
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return summary;
}

interface Swept {
  readonly state: 'told' | 'left' | 'dead';
  readonly alerts: number;
}

/** Undefined where there is nothing to tell, or somebody else is telling it. */
async function sweepChannel(
  name: string,
  held: readonly HeldDigest[],
  pipeline: Pipeline,
  turn: Turn,
): Promise<Swept | undefined> {
  const { ledger, channels, sayDigest, giveUp, keepLetters, journal } = pipeline;
  const { owner, leaseEnd: until } = turn;
  const keyOf = ({ id }: HeldDigest) => claimKey('digest', id, name);
  const claimed = await ledger.claims.claim(held.map(keyOf), { owner, until });
  const fates = held.map((one, at) => ({ one, claim: claimed[at], letter: readDigest(one.text) }));
  const drop = (all: readonly HeldDigest[]) =>
    ledger.digests.drop(
      name,
      all.map(({ id }) => id),
    );
  await drop(fates.flatMap(({ one, claim }) => (claim?.kind === 'ended' ? [one] : [])));

  const ours = fates.flatMap(({ one, claim, letter }) =>
    claim?.kind === 'ours' && letter !== undefined
      ? [
          {
            one,
            digest: { ...letter.digest, mayRepeat: letter.digest.mayRepeat || claim.mayRepeat },
          },
        ]
      : [],
  );
  const [oldest] = ours;
  if (oldest === undefined) return undefined;
  const digest = mergeDigests(ours.map((each) => each.digest));
  const { id, alerts, count } = digest;
  const all = ours.map(({ one }) => one);
  const keys = all.map(keyOf);

  async function giveUpOn(reason: string): Promise<Swept> {
    await keepLetters([letterOf(name, digest, reason, turn.now())]);
    await ledger.claims.end(keys, owner, 'dead');
    await drop(all);
    journal({ kind: 'digest', digest: id, channel: name, state: 'dead', alerts, count });
    return { state: 'dead', alerts };
  }

  const channel = channels.find((each) => each.name === name);
  if (channel === undefined) {
    return giveUpOn(`there is no channel ${name} in trailbell.yml any more`);
  }
  const word = (again: boolean) =>
    sayDigest(digest, name, again || digest.mayRepeat || ledger.wentDown());
  const fate = await tellPatiently(channel, word, ledger.budgets, whole, turn);
  if (fate.kind === 'delivered') {
    await ledger.claims.end(keys, owner, 'told');
    await drop(all);
    journal({ kind: 'digest', digest: id, channel: name, state: 'told', alerts, count });
    return { state: 'told', alerts };
  }
  if (fate.kind === 'refused') {
    const swept = await giveUpOn(fate.reason);
    if (fate.fault === 'configuration') {
      const { reason } = fate;
      const isKept = pipeline.keepsLetters;
      const notice = { kind: 'dead-channel', channel: name, reason, isKept } as const;
      const told = await tellNotice(notice, { ...pipeline, ...turn, owner });
      const by = told.kind === 'told' ? told.channel : undefined;
      if (told.kind !== 'told-before') journal({ kind: 'notice', notice, channel: by });
    }
    return swept;
  }
  const why = 'reason' in fate ? fate.reason : 'it could not be tried';
  if (turn.now() - oldest.one.since >= giveUp.maxAgeMs)
    return giveUpOn(`${why}; given up for its age`);
  await ledger.claims.release(keys, owner, fate.kind === 'unknown' ? 'maybe' : 'no');
  return { state: 'left', alerts };
}

function readDigest(text: string): DigestLetter | undefined {
  const entry = readEntry(text);
  return entry.kind === 'digest' ? entry : undefined;
}

function letterOf(channel: string, digest: Digest, reason: string, now: number): DigestLetter {
  const id = letterId(['digest', digest.id, channel]);
  return { kind: 'digest', id, time: new Date(now), reason, attempts: 1, channel, digest };
}
