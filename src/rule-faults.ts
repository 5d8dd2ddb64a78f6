import { rawView } from './actiontrail/rule-view.ts';
import { logsourceApplies } from './sigma/logsource.ts';
import { planRules } from './sigma/match/plan-rules.ts';
import { isScreened } from './sigma/raw/screen.ts';
import type { Heading, Logsource, Rule, RuleHead } from './sigma/rule.ts';

/** What is wrong with a rule although it is a good Sigma rule: it cannot be used here as it is. */
export interface RuleFault {
  readonly code: 'foreign-logsource' | 'duplicate-id';
  readonly message: string;
  readonly rule: Heading;
}

/** The logs that the function reads, in Sigma's words. */
export const actionTrail: Logsource = {
  product: 'alicloud',
  category: undefined,
  service: 'actiontrail',
};

export function ruleFaults({ rules, correlations }: Heads): readonly RuleFault[] {
  return [...foreignRules(rules), ...sharedIds([...rules, ...correlations])];
}

/** Rules for other logs than ActionTrail's. */
export function foreignRules(rules: readonly RuleHead[]): readonly RuleFault[] {
  return rules
    .filter((rule) => !isForActionTrail(rule))
    .map((rule) => ({ code: 'foreign-logsource', message: FOREIGN, rule }));
}

/** Rules, planned or not. */
interface Heads {
  readonly rules: readonly RuleHead[];
  readonly correlations: readonly Heading[];
}

const FOREIGN = 'is for other logs: its logsource is not product: alicloud, service: actiontrail';

/** Rules that might match any record, so that none can be skipped unread because of them. */
export function openingRules(rules: readonly Rule[]): readonly RuleHead[] {
  return planRules(rules.filter(isForActionTrail), rawView)
    .filter((planned) => !isScreened(planned, rawView.key))
    .map(({ rule }) => rule);
}

/** Rules that have the id of one before them. */
export function sharedIds(rules: readonly Heading[]): readonly RuleFault[] {
  const files = new Map<string, string>();
  return rules.flatMap((rule) => {
    const other = files.get(ruleId(rule));
    files.set(ruleId(rule), rule.file);
    return other === undefined
      ? []
      : [{ code: 'duplicate-id', message: `has the id of ${other}`, rule }];
  });
}

/** Whether a rule is for ActionTrail's records. Those that are not are left alone. */
export function isForActionTrail(rule: RuleHead): boolean {
  return logsourceApplies(rule.logsource, actionTrail);
}

/** Sigma leaves ids and names optional; file and title are what then tells a rule from the others. */
export function ruleId({ id, name, file, title }: Heading): string {
  return id ?? name ?? `${file}#${title}`;
}
