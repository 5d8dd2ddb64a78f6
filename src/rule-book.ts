import { closest, distance } from 'fastest-levenshtein';
import { ruleView } from './actiontrail/rule-view.ts';
import type { Config } from './config/settings.ts';
import type { RuleSnapshot } from './model/alert.ts';
import type { AuditEvent } from './model/audit-event.ts';
import { ConfigError } from './model/config-error.ts';
import { isFields } from './model/fields.ts';
import { compileRules } from './sigma/compile-rules.ts';
import { logsourceApplies } from './sigma/logsource.ts';
import type { Rule } from './sigma/rule.ts';

/** What our rules say they are for. */
const LOGSOURCE = { product: 'alicloud', category: undefined, service: 'actiontrail' };

/** The rules that are switched on, compiled. */
export interface RuleBook {
  match(event: AuditEvent): readonly RuleSnapshot[];
}

/**
 * Applies the configuration's changes to the rules and compiles them. Throws a ConfigError where a
 * change names no rule, two rules share an id, or nothing is left to match. `failed` hears of a rule
 * that could not be evaluated on an event; the other rules go on.
 */
export function openRuleBook(
  rules: readonly Rule[],
  changes: Config['rules'],
  failed: (rule: string, event: string) => void,
): RuleBook {
  checkIds(rules, Object.keys(changes));
  const used = rules.flatMap((rule) => {
    const change = changes[ruleId(rule)];
    if (change?.enabled === false || !logsourceApplies(rule.logsource, LOGSOURCE)) return [];
    return [{ ...rule, level: change?.level ?? rule.level }];
  });
  if (used.length === 0) {
    throw new ConfigError(
      'rules',
      'no rule is left to match',
      'Switch one on, or add one to rules/',
    );
  }
  const snapshots = new Map(used.map((rule) => [rule, snapshot(rule)]));
  const compiled = compileRules(used);
  return {
    match(event) {
      const matched = compiled.match(ruleView(event), (rule) => failed(ruleId(rule), event.id));
      return matched.flatMap((rule) => snapshots.get(rule) ?? []);
    },
  };
}

function checkIds(rules: readonly Rule[], changed: readonly string[]): void {
  const files = new Map<string, string>();
  for (const rule of rules) {
    const id = ruleId(rule);
    const other = files.get(id);
    if (other !== undefined) {
      throw new ConfigError(rule.file, `has the id of ${other}`, 'Give it an id of its own');
    }
    files.set(id, rule.file);
  }
  for (const id of changed) {
    if (files.has(id)) continue;
    const near = closest(id, [...files.keys()]);
    const mend = near && distance(id, near) <= 4 ? `Did you mean ${near}?` : 'Remove it';
    throw new ConfigError(`rules.${id}`, 'is not the id of a rule', mend);
  }
}

/** Sigma leaves ids optional; the file is what then tells a rule from the others. */
function ruleId(rule: Rule): string {
  return rule.id ?? rule.file;
}

function snapshot(rule: Rule): RuleSnapshot {
  const zh = isFields(rule.custom['zh']) ? rule.custom['zh'] : {};
  const title = typeof zh['title'] === 'string' ? { title: zh['title'] } : {};
  return {
    id: ruleId(rule),
    title: rule.title,
    level: rule.level,
    tags: rule.tags,
    fields: rule.fields,
    runbook: texts(rule.custom['runbook']),
    zh: { ...title, ...('runbook' in zh && { runbook: texts(zh['runbook']) }) },
  };
}

/** `runbook` is a key of ours: one text, or a list of steps. */
function texts(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === 'string');
}
