import { between, chanceOf, shuffled } from './chance.ts';
import { type FaultOf, planFaults } from './plan-faults.ts';
import { type DueAlert, dueAlerts, type PlannedShard, planShards } from './plan-shards.ts';
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
  const alerts = dueAlerts(shards);
  const ranges = shuffled(
    chance,
    'ranges',
    shards.flatMap(({ cuts }, shard) =>
      cuts.slice(0, -1).map((from, cut) => ({
        shard,
        from,
        until: cuts[cut + 1] ?? from,
        name: `${shard}/${cut}`,
      })),
    ),
  );
  // Where nothing is due, two at once prove nothing.
  const busy = ranges
    .filter(({ shard, from, until }) =>
      alerts.some((due) => due.shard === shard && due.group >= from && due.group < until),
    )
    .map(({ name }) => name);
  const atOnce = new Set(busy.slice(0, size.atOnce));
  const again = new Set(busy.slice(size.atOnce, size.atOnce + size.again));
  const killed = new Set(busy.toReversed().slice(0, size.timedKills));

  return {
    seed,
    size,
    shards,
    alerts,
    faultOf: planFaults(chance, size, shards, alerts),
    lateness: (event) => between(chance('late', event), 200, 1_500),
    handover(shard, cut, attempt) {
      const name = `${shard}/${cut}`;
      return {
        workers: attempt === 0 && atOnce.has(name) ? 2 : 1,
        longer: attempt > 0 && chance('longer', name, attempt) < 0.3 ? 1 : 0,
        killAfter:
          attempt === 0 && killed.has(name) ? between(chance('when', name), 2, 60) : undefined,
      };
    },
    comesAgain: (shard, cut) => again.has(`${shard}/${cut}`),
    pause: (shard, cut, attempt) =>
      Math.min(1_000, 100 * 2 ** attempt) * (0.5 + chance('pause', shard, cut, attempt) / 2),
    outage: (time) => between(chance('outage', time), 200, size.longestOutage),
  };
}
