import { knownEventsOf, knownServices } from '../../actiontrail/catalogue.ts';
import { isForActionTrail } from '../../rule-faults.ts';
import { type Judge, openJudge } from '../../sigma/match/judge.ts';
import type { Detection, Rule } from '../../sigma/rule.ts';
import { asksForNames, callFields, type NamedCall } from '../named-calls.ts';
import { findPlainCalls } from '../plain-calls.ts';

/** An event of the catalogue that a rule asks for. */
export interface AnsweredEvent extends NamedCall {
  /** Whether the rule matches a plain call of it, or only in some cases. */
  readonly plain: boolean;
}

/**
 * Finds for each rule the events of the catalogue that it asks for: those that it may match, though not
 * an event of any other name. A rule that looks at who called, whatever was called, answers none, and one
 * for other logs neither.
 */
export function answeredEvents(
  rules: readonly Rule[],
): ReadonlyMap<Rule, readonly AnsweredEvent[]> {
  const judge = openJudge();
  const ours = rules.filter(isForActionTrail);
  const plainly = new Map(
    findPlainCalls(ours).map((call) => [`${call.service} ${call.name}`, new Set(call.rules)]),
  );
  return new Map(
    ours.map((rule) => {
      const events = namedBy(rule.detection, judge).map(({ service, name }) => {
        const plain = plainly.get(`${service} ${name}`)?.has(rule) === true;
        return { service, name, plain };
      });
      return [rule, events];
    }),
  );
}

function namedBy(detection: Detection, judge: Judge): readonly NamedCall[] {
  return knownServices().flatMap((serviceName) => {
    // Most rules are of one service, and there are many events.
    if (judge(detection, { serviceName }, ['serviceName']) === 'never') return [];
    if (!asksForNames(detection, serviceName, judge)) return [];
    return knownEventsOf(serviceName)
      .filter((eventName) => judge(detection, { serviceName, eventName }, callFields) !== 'never')
      .map((name) => ({ service: serviceName, name }));
  });
}
