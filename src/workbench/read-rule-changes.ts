import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG_FILE, readConfig } from '../project.ts';
import { applyChange, changesIn } from '../rule-changes.ts';
import type { Heading } from '../sigma/rule.ts';

/** A rule as trailbell.yml changes it; undefined where it is switched off. */
export type ChangeRule = <Changed extends Heading>(rule: Changed) => Changed | undefined;

/**
 * Reads what the trailbell.yml of a directory says of single rules; where there is none, nothing is
 * changed. What is wrong with the rest of it is not looked at. Throws a ConfigError where it cannot be
 * read.
 */
export function readRuleChanges(directory: string): ChangeRule {
  const changes = changesIn(existsSync(join(directory, CONFIG_FILE)) ? readConfig(directory) : {});
  return (rule) => applyChange(rule, changes);
}
