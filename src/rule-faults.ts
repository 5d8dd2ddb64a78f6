import { logsourceApplies } from './sigma/logsource.ts';
import type { Rule } from './sigma/rule.ts';

/** What is wrong with a rule although it is a good Sigma rule: it cannot be used here as it is. */
export interface RuleFault {
  readonly code: 'foreign-logsource' | 'duplicate-id';
  readonly message: string;
  readonly rule: Rule;
}

/** The logs that the function reads, in Sigma's words. */
const ourLogs = { product: 'alicloud', category: undefined, service: 'actiontrail' };

export function ruleFaults(rules: readonly Rule[]): readonly RuleFault[] {
  const files = new Map<string, string>();
  return rules.flatMap((rule) => {
    const faults: RuleFault[] = [];
    if (!isForActionTrail(rule)) {
      const message =
        'is for other logs: its logsource is not product: alicloud, service: actiontrail';
      faults.push({ code: 'foreign-logsource', message, rule });
    }
    const other = files.get(ruleId(rule));
    if (other !== undefined) {
      faults.push({ code: 'duplicate-id', message: `has the id of ${other}`, rule });
    }
    files.set(ruleId(rule), rule.file);
    return faults;
  });
}

/** Whether a rule is for ActionTrail's records. Those that are not are left alone. */
export function isForActionTrail(rule: Rule): boolean {
  return logsourceApplies(rule.logsource, ourLogs);
}

/** Sigma leaves ids optional; the file is what then tells a rule from the others. */
export function ruleId(rule: Rule): string {
  return rule.id ?? rule.file;
}
