import type { Event } from '../event.ts';
import type { Detection, Rule, RuleHead } from '../rule.ts';
import { openDetectionCompiler } from './compile-detection.ts';
import type { Check } from './compile-test.ts';
import { openFields } from './fields.ts';
import { type PlannedRule, planRules } from './plan-rules.ts';
import { indexRules, type RuleIndex } from './rule-index.ts';
import { openScope, type Scope } from './scope.ts';

export interface RuleSet {
  readonly rules: readonly RuleHead[];
  /**
   * The rules that an event matches, in the order they were given. It looks at detections only:
   * whether a rule is meant for the event's source is `logsourceApplies`. A rule that throws goes to
   * `onFault`, counts as not matched, and stops none of the others. Takes time in proportion to the
   * rules that could match the event, not to all.
   */
  match(event: Event, onFault: OnFault): readonly RuleHead[];
}

/** Told of a rule that could not be evaluated for one event. */
export type OnFault = (rule: RuleHead, error: unknown) => void;

/** Turns rules into a set that can be matched. Throws as `planRules` does. */
export function compileRules(rules: readonly Rule[]): RuleSet {
  return openRules(planRules(rules));
}

/** The set of rules that were planned before, in a build perhaps. Each is compiled when first needed. */
export function openRules(planned: readonly PlannedRule[]): RuleSet {
  const scope = openScope();
  const fields = openFields(scope);
  const findCandidates = openCandidates(indexRules(planned, scope, fields), scope, planned.length);
  const compiler = openDetectionCompiler(scope, fields);
  const checks: (Check | undefined)[] = planned.map(() => undefined);

  function compile(plan: PlannedRule, clues?: PlannedRule['clues']): Check {
    const detection: Detection = JSON.parse(plan.detection);
    return compiler.compile(detection, clues);
  }

  function candidateCheck(plan: PlannedRule, place: number): Check {
    const check = compile(plan, plan.clues);
    checks[place] = check;
    return check;
  }

  return {
    rules: planned.map(({ rule }) => rule),
    match(event, onFault) {
      scope.event = event;
      scope.turn += 1;
      const candidates = findCandidates();
      const matched: RuleHead[] = [];
      for (const place of candidates ?? planned.keys()) {
        const plan = planned[place];
        if (plan === undefined) continue;
        try {
          // An event that trips the index up must not silence rules: each is then tried in full.
          const check =
            candidates === undefined
              ? compile(plan)
              : (checks[place] ?? candidateCheck(plan, place));
          if (check()) matched.push(plan.rule);
        } catch (error) {
          onFault(plan.rule, error);
        }
      }
      return matched;
    },
  };
}

/** Finds the places of the rules that could match the scope's event, in order; undefined if it cannot. */
function openCandidates(
  index: RuleIndex,
  scope: Scope,
  rules: number,
): () => readonly number[] | undefined {
  /** In which turn a rule was last put among the candidates. */
  const turns = new Float64Array(rules);
  let candidates: number[] = [];
  let last = -1;
  let ordered = true;
  function add(rule: number): void {
    if (turns[rule] === scope.turn) return;
    turns[rule] = scope.turn;
    candidates.push(rule);
    if (rule < last) ordered = false;
    last = rule;
  }
  return () => {
    candidates = [];
    last = -1;
    ordered = true;
    try {
      index.candidates(add);
    } catch {
      return undefined;
    }
    return ordered ? candidates : candidates.sort((a, b) => a - b);
  };
}
