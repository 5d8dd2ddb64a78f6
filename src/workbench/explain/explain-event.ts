import { isForActionTrail } from '../../rule-faults.ts';
import type { Collection } from '../../sigma/collection/read-collection.ts';
import { ringsAlone } from '../../sigma/correlate/references.ts';
import type { Event } from '../../sigma/event.ts';
import { compileRules } from '../../sigma/match/compile-rules.ts';
import { type Explained, openExplain } from '../../sigma/match/explain.ts';
import { openJudge } from '../../sigma/match/judge.ts';
import type { Rule, RuleHead } from '../../sigma/rule.ts';
import { asksForNames, callFields } from '../named-calls.ts';
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

/**
 * Says why rules match events, or do not, and which of some correlations count them. `event` is always
 * what rules see.
 */
export function openExplainer({ rules, correlations }: Collection): Explainer {
  const explain = openExplain();
  const ours = rules.filter(isForActionTrail);
  const set = compileRules(ours);
  const aboutCall = openAboutCalls(ours);

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
      const matched = new Set<RuleHead>(set.match(event, rethrow));
      const { naming, unnamed } = aboutCall(event);
      const explained = (rule: Rule) => explainRule(rule, event);
      return {
        matching: ours.filter((rule) => matched.has(rule)).map(explained),
        near: naming
          .filter((rule) => !matched.has(rule))
          .map(explained)
          .toSorted((a, b) => a.obstacles.length - b.obstacles.length),
        unnamed: unnamed.filter((rule) => !matched.has(rule)).length,
      };
    },
  };
}

/** Rules that may match calls of one operation. */
interface AboutCall {
  /** Those that ask for it by its name. */
  readonly naming: readonly Rule[];
  /** Those that look at calls of any name. */
  readonly unnamed: readonly Rule[];
}

/** Finds the rules that may match the call that an event is of, once for each operation. */
function openAboutCalls(rules: readonly Rule[]): (event: Event) => AboutCall {
  const judge = openJudge();
  const known = new Map<string, AboutCall>();
  function find(event: Event): AboutCall {
    const asking = rules.filter(({ detection }) =>
      asksForNames(detection, event['serviceName'], judge),
    );
    const naming = asking.filter(
      ({ detection }) => judge(detection, event, callFields) !== 'never',
    );
    const asks = new Set(asking);
    return { naming, unnamed: rules.filter((rule) => !asks.has(rule)) };
  }
  return (event) => {
    const { serviceName, eventName } = event;
    const call = JSON.stringify({ serviceName, eventName });
    const found = known.get(call) ?? find(event);
    known.set(call, found);
    return found;
  };
}

function rethrow(_: RuleHead, error: unknown): never {
  throw error;
}
