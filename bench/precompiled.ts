import { rawView } from '../src/actiontrail/rule-view.ts';
import { type PlannedRule, planRules } from '../src/sigma/match/plan-rules.ts';
import type { Rule } from '../src/sigma/rule.ts';

/** What build.ts writes into a bundle: rules as planned, without what only their authors read. */
export function precompile(rules: readonly Rule[]): string {
  const silent = { description: undefined, references: [], falsepositives: [], tests: undefined };
  const planned = planRules(rules, rawView);
  return JSON.stringify(
    planned.map(({ rule, ...plan }) => ({ ...plan, rule: { ...rule, ...silent, custom: {} } })),
  );
}

/** What a cold start makes of it. */
export function loadPrecompiled(text: string): readonly PlannedRule[] {
  const rules: readonly PlannedRule[] = JSON.parse(text);
  return rules;
}
