import { knownEventsOf, knownServices } from '../actiontrail/catalogue.ts';
import { compileRules } from '../sigma/match/compile-rules.ts';
import { openJudge } from '../sigma/match/judge.ts';
import type { Rule, RuleHead } from '../sigma/rule.ts';
import { asksForNames, type NamedCall, plainCall } from './named-calls.ts';

/** An event of the catalogue, and the rules that match a plain call of it, at least one. */
export interface PlainCall extends NamedCall {
  readonly rules: readonly Rule[];
}

/**
 * Finds what matches calls of which the record says no more than that they succeeded. Rules that would
 * match an event of any name are left out: they are about something else.
 */
export function findPlainCalls(rules: readonly Rule[]): readonly PlainCall[] {
  const judge = openJudge();
  const set = compileRules(rules);
  const wholeOf = new Map<RuleHead, Rule>(rules.map((rule) => [rule, rule]));
  return knownServices().flatMap((service) => {
    const asks = new Map<Rule, boolean>();
    function isAboutNames(rule: Rule): boolean {
      const known = asks.get(rule) ?? asksForNames(rule.detection, service, judge);
      asks.set(rule, known);
      return known;
    }
    return knownEventsOf(service).flatMap((name) => {
      const matched = set
        .match(plainCall({ service, name }), () => {})
        .flatMap((rule) => wholeOf.get(rule) ?? [])
        .filter(isAboutNames);
      return matched.length > 0 ? [{ service, name, rules: matched }] : [];
    });
  });
}
