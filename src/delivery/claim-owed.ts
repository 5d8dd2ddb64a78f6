import type { Claimant, Claims } from '../ledger/ledger.ts';
import type { Owing, RuleSnapshot } from '../model/alert.ts';
import { claimKey } from './claim-key.ts';

/** What a rule found, which channels are to be told of. */
export interface Finding {
  readonly rule: RuleSnapshot;
  /** Of the event, or of what was correlated. */
  readonly id: string;
}

/** A finding, and channels that it may still be owed to. */
export interface Unsettled<Found> {
  readonly finding: Found;
  readonly channels: readonly string[];
}

export interface Claiming<Found> {
  /** Ours to tell. One finding may stand here twice, where only some of its channels may have heard. */
  readonly owed: readonly (readonly [finding: Found, owing: Owing])[];
  /** Someone else is telling of these. */
  readonly held: readonly Unsettled<Found>[];
  /** How many findings had come to an end before, on every channel. */
  readonly ended: number;
}

/** Claims what findings are owed to which channels, before anything of it is told. */
export async function claimOwed<Found extends Finding>(
  unsettled: readonly Unsettled<Found>[],
  claims: Claims,
  claimant: Claimant,
): Promise<Claiming<Found>> {
  const pairs = unsettled.flatMap(({ finding, channels }) =>
    channels.map((channel) => ({ finding, channel })),
  );
  const claimed = await claims.claim(
    pairs.map(({ finding, channel }) => claimKey(finding.rule.id, finding.id, channel)),
    claimant,
  );
  const answers = claimed.values();
  const owed: (readonly [Found, Owing])[] = [];
  const held: Unsettled<Found>[] = [];
  let ended = 0;
  for (const { finding, channels } of unsettled) {
    const byFate = new Map<'fresh' | 'repeat' | 'held', string[]>();
    for (const channel of channels) {
      const answer = answers.next().value;
      if (answer === undefined || answer.kind === 'ended') continue;
      const fate = answer.kind === 'held' ? 'held' : answer.mayRepeat ? 'repeat' : 'fresh';
      byFate.set(fate, [...(byFate.get(fate) ?? []), channel]);
    }
    const fresh = byFate.get('fresh');
    const repeat = byFate.get('repeat');
    const others = byFate.get('held');
    if (fresh) owed.push([finding, { channels: fresh, mayRepeat: false }]);
    if (repeat) owed.push([finding, { channels: repeat, mayRepeat: true }]);
    if (others) held.push({ finding, channels: others });
    if (byFate.size === 0) ended += 1;
  }
  return { owed, held, ended };
}
