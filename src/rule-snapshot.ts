import type { RuleSnapshot } from './model/alert.ts';
import { isFields } from './model/fields.ts';
import { ruleId } from './rule-faults.ts';
import type { Heading } from './sigma/rule.ts';

/** What an alert has to know of a rule. */
export function ruleSnapshot(rule: Heading): RuleSnapshot {
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
