import { closest, distance } from 'fastest-levenshtein';
import { ruleView } from './actiontrail/rule-view.ts';
import type { Config } from './config/settings.ts';
import type { RuleSnapshot } from './model/alert.ts';
import type { AuditEvent } from './model/audit-event.ts';
import { ConfigError } from './model/config-error.ts';
import { isFields } from './model/fields.ts';
import { isForActionTrail, ruleFaults, ruleId } from './rule-faults.ts';
import { compileRules } from './sigma/match/compile-rules.ts';
import type { Rule } from './sigma/rule.ts';

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
  failed: (rule: string, event: string, error: unknown) => void,
): RuleBook {
  checkIds(rules, Object.keys(changes));
  const used = rules.flatMap((rule) => {
    const change = changes[ruleId(rule)];
    if (change?.enabled === false || !isForActionTrail(rule)) return [];
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
      const matched = compiled.match(ruleView(event), (rule, error) =>
        failed(ruleId(rule), event.id, error),
      );
      return matched.flatMap((rule) => snapshots.get(rule) ?? []);
    },
  };
}

function checkIds(rules: readonly Rule[], changed: readonly string[]): void {
  const twin = ruleFaults(rules).find(({ code }) => code === 'duplicate-id');
  if (twin) throw new ConfigError(twin.rule.file, twin.message, 'Give it an id of its own');
  const ids = rules.map(ruleId);
  for (const id of changed) {
    if (ids.includes(id)) continue;
    const near = closest(id, ids);
    const mend = near && distance(id, near) <= 4 ? `Did you mean ${near}?` : 'Remove it';
    throw new ConfigError(`rules.${id}`, 'is not the id of a rule', mend);
  }
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
