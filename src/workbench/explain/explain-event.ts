import { isForActionTrail } from '../../rule-faults.ts';
import type { Collection } from '../../sigma/collection/read-collection.ts';
import { ringsAlone } from '../../sigma/correlate/references.ts';
import type { Event } from '../../sigma/event.ts';
import { type Explained, openExplain } from '../../sigma/match/explain.ts';
import { type Judge, openJudge } from '../../sigma/match/judge.ts';
import type { Rule } from '../../sigma/rule.ts';
import { joinedBy, type Joined } from './explain-correlation.ts';
import { obstacles, type Obstacle } from './obstacles.ts';

/** Why a rule matches an event, or does not. */
export interface RuleExplanation {
  readonly rule: Rule;
  readonly matches: boolean;
  readonly condition: Explained;
  /** What stood in the way; empty where it matches. */
  readonly obstacles: readonly Obstacle[];
  /** Whether a match of it rings, and not only what correlations make of it. */
  readonly rings: boolean;
  /** The correlations that count it, where it matches. */
  readonly joined: readonly Joined[];
}

export interface EventExplanation {
  readonly matching: readonly RuleExplanation[];
  /** Rules that look for this event, and do not match it. */
  readonly near: readonly RuleExplanation[];
  /** How many rules look at events of any name, and do not match this one. */
  readonly unnamed: number;
}

export interface Explainer {
  explainRule(rule: Rule, event: Event): RuleExplanation;
  /** Looks for the rules that have to do with an event, among those that are for ActionTrail. */
  explainEvent(event: Event): EventExplanation;
}

/** What no operation is called. */
const NO_EVENT = 'trailbell-no-such-event';

/**
 * Says why rules match events, or do not, and which of some correlations count them. `event` is always
 * what rules see.
 */
export function openExplainer({ rules, correlations }: Collection): Explainer {
  const explain = openExplain();
  const judge = openJudge();
  const ours = rules.filter(isForActionTrail);

  function explainRule(rule: Rule, event: Event): RuleExplanation {
    const condition = explain(rule.detection, event);
    const matches = condition.holds;
    return {
      rule,
      matches,
      condition,
      obstacles: obstacles(condition),
      rings: ringsAlone(rule, correlations),
      joined: matches ? joinedBy(rule, event, correlations) : [],
    };
  }

  return {
    explainRule,
    explainEvent(event) {
      const all = ours.map((rule) => explainRule(rule, event));
      const missed = all.filter(({ matches }) => !matches);
      return {
        matching: all.filter(({ matches }) => matches),
        near: missed
          .filter(({ rule }) => looksFor(rule, event, judge))
          .toSorted((a, b) => a.obstacles.length - b.obstacles.length),
        unnamed: missed.filter(({ rule }) => isOpen(rule, event, judge)).length,
      };
    },
  };
}

/** Whether a rule may match events of this name and service, and not those of any name. */
function looksFor(rule: Rule, event: Event, judge: Judge): boolean {
  return judge(rule.detection, event, named) !== 'never' && !isOpen(rule, event, judge);
}

function isOpen({ detection }: Rule, { serviceName }: Event, judge: Judge): boolean {
  return judge(detection, { serviceName, eventName: NO_EVENT }, named) !== 'never';
}

const named = ['serviceName', 'eventName'];
