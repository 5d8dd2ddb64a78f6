import { basename } from 'node:path';
import { ruleId } from '../rule-faults.ts';
import { ruleSnapshot } from '../rule-snapshot.ts';
import { didYouMean } from '../sigma/did-you-mean.ts';
import type { Heading } from '../sigma/rule.ts';

/**
 * The rules that somebody means: by their id, name, title in either language, or file, in full or without
 * its folder and ending; where nothing is called so, by how the id begins.
 */
export function findRules<Ruled extends Heading>(
  named: string,
  rules: readonly Ruled[],
): readonly Ruled[] {
  if (named === '') return [];
  const called = rules.filter((rule) => callings(rule).includes(named));
  return called.length > 0 ? called : rules.filter((rule) => ruleId(rule).startsWith(named));
}

/** The end of a sentence that says that no rule was found: `: did you mean 'desktops_deleted'?`, or empty. */
export function nearestRule(named: string, rules: readonly Heading[]): string {
  return didYouMean(named, rules.flatMap(callings));
}

function callings(rule: Heading): readonly string[] {
  const { id, title, zh } = ruleSnapshot(rule);
  const file = basename(rule.file);
  return [
    ...new Set([id, rule.name ?? id, title, zh.title ?? title]),
    ...new Set([rule.file, file, file.replace(/\.ya?ml$/, '')]),
  ];
}
