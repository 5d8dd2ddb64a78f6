import { knownEventsOf, knownServices } from '../../actiontrail/catalogue.ts';
import { compileRules } from '../../sigma/match/compile-rules.ts';
import { openJudge } from '../../sigma/match/judge.ts';
import type { Rule, RuleHead } from '../../sigma/rule.ts';
import { plainCall } from '../coverage/answered-events.ts';

/** An event of the catalogue, and the rules that ring for a plain call of it, at least one. */
export interface PlainCall {
  readonly service: string;
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** What no operation is called. */
const NO_EVENT = 'trailbell-no-such-event';

/**
 * Finds what rings for calls of which the record says no more than that they succeeded. Rules that would
 * ring for an event of any name are left out: they are about something else.
 */
export function findPlainCalls(ringing: readonly Rule[]): readonly PlainCall[] {
  const judge = openJudge();
  const set = compileRules(ringing);
  const wholeOf = new Map<RuleHead, Rule>(ringing.map((rule) => [rule, rule]));
  return knownServices().flatMap((service) => {
    const unnamed = { serviceName: service, eventName: NO_EVENT };
    const asks = new Map<Rule, boolean>();
    function asksForNames(rule: Rule): boolean {
      const known =
        asks.get(rule) ?? judge(rule.detection, unnamed, Object.keys(unnamed)) === 'never';
      asks.set(rule, known);
      return known;
    }
    return knownEventsOf(service).flatMap((name) => {
      const matched = set
        .match(plainCall({ service, name }), () => {})
        .flatMap((rule) => wholeOf.get(rule) ?? [])
        .filter(asksForNames);
      return matched.length > 0 ? [{ service, name, rules: matched }] : [];
    });
  });
}
