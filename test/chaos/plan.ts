import { between, chanceOf, shuffled } from './chance.ts';
import { type FaultOf, planFaults } from './plan-faults.ts';
import {
  type DueAlert,
  dueAlerts,
  type PlannedRange,
  plannedRanges,
  type PlannedShard,
  planShards,
  rangeName,
} from './plan-shards.ts';
import type { Size } from './sizes.ts';

/** How the trigger delivers a range this time. */
export interface Handover {
  readonly workers: 1 | 2;
  /** How many ranges more than before it takes in. */
  readonly longer: number;
  /** After how many milliseconds the worker is killed. */
  readonly killAfter: number | undefined;
}

export interface Plan {
  readonly seed: number;
  readonly size: Size;
  readonly shards: readonly PlannedShard[];
  readonly alerts: readonly DueAlert[];
  readonly faultOf: FaultOf;
  /** How long an answer about an event takes that comes late, in milliseconds. */
  readonly lateness: (event: string) => number;
  /** `cut` is the number of the range's beginning among the shard's cuts, `attempt` counts from 0. */
  readonly handover: (shard: number, cut: number, attempt: number) => Handover;
  /** Whether the range that begins at a cut comes again after it succeeded. */
  readonly comesAgain: (shard: number, cut: number) => boolean;
  /** Milliseconds until the trigger delivers a failed range again. */
  readonly pause: (shard: number, cut: number, attempt: number) => number;
  /** For how many milliseconds Redis is away, the nth time. */
  readonly outage: (time: number) => number;
}

/** All that a seed decides. Pure. */
export function planRun(seed: number, size: Size): Plan {
  const chance = chanceOf(seed);
  const shards = planShards(chance, size);
  const ranges = shuffled(chance, 'ranges', plannedRanges(shards));
  // Where nothing is due, two at once prove nothing.
  const busy = ranges.filter(({ events }) => events.length > 0);
  const atOnce = busy.slice(0, size.atOnce);
  const again = busy.slice(size.atOnce, size.atOnce + size.again);
  const killed = busy.toReversed().slice(0, size.timedKills);
  const isAmong = (some: readonly PlannedRange[], shard: number, cut: number): boolean =>
    some.some(({ name }) => name === rangeName(shard, cut));

  return {
    seed,
    size,
    shards,
    alerts: dueAlerts(shards),
    faultOf: planFaults(chance, size, ranges, atOnce),
    lateness: (event) => between(chance('late', event), 200, 1_500),
    handover(shard, cut, attempt) {
      const first = attempt === 0;
      return {
        workers: first && isAmong(atOnce, shard, cut) ? 2 : 1,
        longer: !first && chance('longer', shard, cut, attempt) < 0.3 ? 1 : 0,
        killAfter:
          first && isAmong(killed, shard, cut)
            ? between(chance('when', shard, cut), 2, 60)
            : undefined,
      };
    },
    comesAgain: (shard, cut) => isAmong(again, shard, cut),
    pause: (shard, cut, attempt) =>
      Math.min(1_000, 100 * 2 ** attempt) * (0.5 + chance('pause', shard, cut, attempt) / 2),
    outage: (time) => between(chance('outage', time), 200, size.longestOutage),
  };
}
