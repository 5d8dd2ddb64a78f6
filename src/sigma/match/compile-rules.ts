import type { Event } from '../event.ts';
import type { Rule } from '../rule.ts';
import { openDetectionCompiler } from './compile-detection.ts';
import type { Check } from './compile-test.ts';
import { openFields } from './fields.ts';
import { type PlannedRule, planRules } from './plan-rules.ts';
import { indexRules } from './rule-index.ts';
import { openScope } from './scope.ts';

export interface RuleSet {
  readonly rules: readonly Rule[];
  /**
   * The rules that an event matches, in the order they were given. It looks at detections only:
   * whether a rule is meant for the event's source is `logsourceApplies`. A rule that throws goes to
   * `onFault`, counts as not matched, and stops none of the others. Takes time in proportion to the
   * rules that could match the event, not to all.
   */
  match(event: Event, onFault: OnFault): readonly Rule[];
}

/** Told of a rule that could not be evaluated for one event. */
export type OnFault = (rule: Rule, error: unknown) => void;

/** Turns rules into a set that can be matched. Throws as `planRules` does. */
export function compileRules(rules: readonly Rule[]): RuleSet {
  return openRules(planRules(rules));
}

/** The set of rules that were planned before, in a build perhaps. Each is compiled when first needed. */
export function openRules(planned: readonly PlannedRule[]): RuleSet {
  const rules = planned.map(({ rule }) => rule);
  const scope = openScope();
  const fields = openFields(scope);
  const index = indexRules(planned, scope, fields);
  const compiler = openDetectionCompiler(scope, fields);
  const checks: (Check | undefined)[] = rules.map(() => undefined);

  /** In which turn a rule was last put among the candidates. */
  const turns = new Float64Array(rules.length);
  let candidates: number[] = [];
  function addCandidate(rule: number): void {
    if (turns[rule] === scope.turn) return;
    turns[rule] = scope.turn;
    candidates.push(rule);
  }

  /** An event that trips the index up must not silence rules: each is then tried for itself. */
  function findCandidates(): void {
    try {
      index.candidates(addCandidate);
    } catch {
      for (const rule of rules.keys()) addCandidate(rule);
    }
  }

  return {
    rules,
    match(event, onFault) {
      scope.event = event;
      scope.turn += 1;
      candidates = [];
      findCandidates();
      if (candidates.length > 1) candidates.sort((a, b) => a - b);
      const matched: Rule[] = [];
      for (const place of candidates) {
        const rule = rules[place];
        if (rule === undefined) continue;
        try {
          const check = (checks[place] ??= compiler.compile(rule.detection));
          if (check()) matched.push(rule);
        } catch (error) {
          onFault(rule, error);
        }
      }
      return matched;
    },
  };
}
