import type { Claimant, Claims } from '../ledger/ledger.ts';
import type { Owing, RuleSnapshot } from '../model/alert.ts';
import type { Routed, Ways } from '../model/routing.ts';
import { claimKey } from './claim-key.ts';

/** What a rule found, which channels are to be told of. */
export interface Finding {
  readonly rule: RuleSnapshot;
  /** Of the event, or of what was correlated. */
  readonly id: string;
}

/** A finding, and the channels that it may still be owed to. */
export interface Unsettled<Found> {
  readonly finding: Found;
  readonly ways: Ways;
}

export interface Claiming<Found> {
  /**
   * Ours to tell. One finding may stand here several times, where routes tell it in different ways, or
   * only some of its channels may have heard.
   */
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
  const pairs = unsettled.flatMap(({ finding, ways }) =>
    [...ways.keys()].map((channel) => ({ finding, channel })),
  );
  const claimed = await claims.claim(
    pairs.map(({ finding, channel }) => claimKey(finding.rule.id, finding.id, channel)),
    claimant,
  );
  const answers = claimed.values();
  const owed: (readonly [Found, Owing])[] = [];
  const held: Unsettled<Found>[] = [];
  let ended = 0;
  for (const { finding, ways } of unsettled) {
    const ours: Owing[] = [];
    const others = new Map<string, Routed>();
    for (const [channel, routed] of ways) {
      const answer = answers.next().value;
      if (answer === undefined || answer.kind === 'ended') continue;
      if (answer.kind === 'held') {
        others.set(channel, routed);
        continue;
      }
      const { mayRepeat } = answer;
      const same = ours.findIndex((each) => each.routed === routed && each.mayRepeat === mayRepeat);
      const channels = [...(ours[same]?.channels ?? []), channel];
      ours.splice(same === -1 ? ours.length : same, 1, { channels, mayRepeat, routed });
    }
    for (const owing of ours) owed.push([finding, owing]);
    if (others.size > 0) held.push({ finding, ways: others });
    if (ours.length === 0 && others.size === 0) ended += 1;
  }
  return { owed, held, ended };
}
