import { MOST_EVENTS_PER_GROUP, type CorrelationRule } from '../correlation-rule.ts';
import type { RuleHead } from '../rule.ts';
import type { Fired } from './ask-group.ts';
import { type Bound, openBoundTally } from './bound.ts';
import type { Observation } from './collect-groups.ts';
import type { Firing } from './firing.ts';
import { type Setting, observeLevel } from './observe-level.ts';
import { orderCorrelations } from './order-correlations.ts';
import { planCorrelation } from './plan.ts';
import { callNames, checkReferences, ringsAlone } from './references.ts';
import type { Sighting } from './sighting.ts';
import type { Windows } from './windows.ts';

export interface Correlator {
  /** Whether a correlation refers to the rule, so that its matches are sightings. */
  readonly feeds: (rule: RuleHead) => boolean;
  /** Whether the rule rings on its own. */
  readonly rings: (rule: RuleHead) => boolean;
  /**
   * Counts sightings, and answers the windows that ring because of one of them. What was observed may
   * be observed again, in other portions too: it counts once, and causes what it caused. Rejects only
   * as the windows do.
   */
  observe(sightings: readonly Sighting[]): Promise<readonly Firing[]>;
}

export interface CorrelatorOptions {
  /** Hears once an `observe` of each bound that left something out of a correlation. */
  readonly onBound: (bound: Bound) => void;
  /**
   * How much older than the newest event of its group an event may be to count in all windows that it
   * is in. Milliseconds.
   */
  readonly latenessMs?: number;
  /** The most `kept` texts in a firing, and in the memory of a group. */
  readonly mostKept?: number;
  readonly mostEventsPerGroup?: number;
}

const HOUR_MS = 60 * 60 * 1000;

/**
 * Looks for correlations (Sigma specification 2.1.0, "Correlation Rules") among the events that rules
 * matched. Where the specification is silent:
 * - Windows slide over the time of the events, not over ours: the one that ends at w holds what was
 *   seen from w − timespan to w, both included.
 * - A condition is asked when an event comes, of the windows that the event is in and that end with an
 *   event. A late event counts in them too, as far as they are remembered in whole.
 * - After a firing the group is quiet: another window of it rings only if it ends more than a timespan
 *   later, or earlier.
 * - `group-by` may be left out, for one group of all.
 *
 * Throws for correlations that could not work: one that refers to none of `rules` and `correlations`,
 * or to itself by way of others.
 */
export function openCorrelator(
  rules: readonly RuleHead[],
  correlations: readonly CorrelationRule[],
  windows: Windows,
  {
    onBound,
    latenessMs = HOUR_MS,
    mostKept = 10,
    mostEventsPerGroup = MOST_EVENTS_PER_GROUP,
  }: CorrelatorOptions,
): Correlator {
  checkReferences(rules, correlations);
  const levels = orderCorrelations(correlations).map((level) =>
    level.map((rule) => planCorrelation(rule, ringsAlone(rule, correlations))),
  );
  const references = new Set(correlations.flatMap(({ correlation }) => correlation.rules));
  const feeding = new Set<RuleHead>();
  const silent = new Set<RuleHead>();
  for (const rule of rules) {
    if (!callNames(rule).some((name) => references.has(name))) continue;
    feeding.add(rule);
    if (!ringsAlone(rule, correlations)) silent.add(rule);
  }
  const plans = levels.flat();
  const setting: Setting = {
    windows,
    latenessMs,
    mostKept,
    mostEvents: mostEventsPerGroup,
    nameOf: (key) => plans.find(({ prefix }) => key.startsWith(prefix))?.name ?? key,
  };

  return {
    feeds: (rule) => feeding.has(rule),
    rings: (rule) => !silent.has(rule),
    async observe(sightings) {
      const tally = openBoundTally();
      let observations = sightings.map(ofSighting);
      let firings: readonly Firing[] = [];
      for (const level of levels) {
        const fired = await observeLevel(level, observations, setting, tally);
        firings = firings.concat(fired.map(({ firing }) => firing));
        observations = observations.concat(fired.map(ofFiring));
      }
      for (const bound of tally.bounds()) onBound(bound);
      return firings;
    },
  };
}

function ofSighting({ rule, kept, ...seen }: Sighting): Observation {
  return { ...seen, names: callNames(rule), kept: [kept] };
}

/** A firing counts as an event that happened when its window ended, and shows the values of its group. */
function ofFiring({ firing, cause }: Fired): Observation {
  const { correlation, id, lastSeen: time, group, kept } = firing;
  const shown = Object.fromEntries(group.map(({ name, value }) => [name, value]));
  return { names: callNames(correlation), id, time, event: { ...cause, ...shown }, kept };
}
