import { rawView } from '../src/actiontrail/rule-view.ts';
import type { Project } from '../src/project.ts';
import { shippedProject } from '../src/shipped-project.ts';
import { type PlannedRule, planRules } from '../src/sigma/match/plan-rules.ts';
import type { Rule } from '../src/sigma/rule.ts';

/** What build.ts writes into a bundle. */
export function precompile(rules: readonly Rule[]): string {
  return shippedProject({ config: {}, rules: planRules(rules, rawView), correlations: [] });
}

/** What a cold start makes of it. */
export function loadPrecompiled(text: string): readonly PlannedRule[] {
  const { rules }: Project = JSON.parse(text);
  return rules;
}
