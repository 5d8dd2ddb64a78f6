import type { Event } from '../event.ts';
import type { Rule } from '../rule.ts';
import { compileDetection } from './compile-detection.ts';
import type { EventTest } from './compile-item.ts';

export interface RuleSet {
  readonly rules: readonly Rule[];
  /**
   * The rules that an event matches, in the order they were given. It looks at detections only:
   * whether a rule is meant for the event's source is `logsourceApplies`. A rule that throws goes to
   * `onFault`, counts as not matched, and stops none of the others.
   */
  match(event: Event, onFault: OnFault): readonly Rule[];
}

/** Told of a rule that could not be evaluated for one event. */
export type OnFault = (rule: Rule, error: unknown) => void;

/**
 * Turns rules into a set that can be matched. Throws for a rule that `parseRules` would have refused,
 * as JSON written by an older build may be.
 */
export function compileRules(rules: readonly Rule[]): RuleSet {
  const compiled = rules.map((rule) => ({ rule, test: compileRule(rule) }));
  return {
    rules,
    match: (event, onFault) => {
      const matched: Rule[] = [];
      for (const { rule, test } of compiled) {
        try {
          if (test(event)) matched.push(rule);
        } catch (error) {
          onFault(rule, error);
        }
      }
      return matched;
    },
  };
}

function compileRule(rule: Rule): EventTest {
  try {
    return compileDetection(rule.detection);
  } catch (cause) {
    throw new Error(`${rule.file}: '${rule.title}' does not compile`, { cause });
  }
}
