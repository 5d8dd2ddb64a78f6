import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isFields } from '../model/fields.ts';
import { levels } from '../model/level.ts';
import { readConfig } from '../project.ts';
import { ruleId } from '../rule-faults.ts';
import type { Heading } from '../sigma/rule.ts';

/** A rule as trailbell.yml changes it; undefined where it is switched off. */
export type ChangeRule = <Changed extends Heading>(rule: Changed) => Changed | undefined;

/**
 * Reads what the trailbell.yml of a directory says of single rules; where there is none, nothing is
 * changed. What is wrong with the rest of it is not looked at. Throws a ConfigError where it cannot be
 * read.
 */
export function readRuleChanges(directory: string): ChangeRule {
  const config = existsSync(join(directory, 'trailbell.yml')) ? readConfig(directory) : undefined;
  const changes = isFields(config) && isFields(config['rules']) ? config['rules'] : {};
  return (rule) => {
    const id = ruleId(rule);
    const change = Object.hasOwn(changes, id) ? changes[id] : undefined;
    if (!isFields(change)) return rule;
    if (change['enabled'] === false) return undefined;
    const level = levels.find((each) => each === change['level']);
    return level === undefined ? rule : { ...rule, level };
  };
}
