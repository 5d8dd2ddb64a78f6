import type { CorrelationRule } from '../correlation-rule.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Identity, ParsedRules } from '../parse/parse-rules.ts';
import type { Problem } from '../problem.ts';
import type { Reference } from '../reference.ts';
import type { Rule } from '../rule.ts';

/** What a reference leads to. */
export type Found =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'correlation'; readonly rule: CorrelationRule }
  | { readonly kind: 'problem'; readonly problem: Problem };

export type FindRule = (reference: Reference) => Found;

/** `refused` is a rule that was left out for problems of its own. */
type Target = Exclude<Found, { kind: 'problem' }> | { readonly kind: 'refused' };

/**
 * Finds the one rule that a reference stands for, in any of the files, or says why there is none. Ids
 * and names are looked up alike, and as they are written.
 */
export function findRules(files: readonly ParsedRules[]): FindRule {
  const targets = new Map<string, Target[]>();
  function add({ id, name }: Identity, target: Target): void {
    for (const key of new Set([id, name])) {
      if (key === undefined) continue;
      const others = targets.get(key);
      if (others === undefined) targets.set(key, [target]);
      else others.push(target);
    }
  }
  for (const { rules, correlations, refused } of files) {
    for (const rule of rules) add(rule, { kind: 'rule', rule });
    for (const { rule } of correlations) add(rule, { kind: 'correlation', rule });
    for (const identity of refused) add(identity, { kind: 'refused' });
  }

  return ({ name, place }) => {
    const problem = (code: Problem['code'], message: string): Found => ({
      kind: 'problem',
      problem: { code, message, ...place },
    });
    const [target, second] = targets.get(name) ?? [];
    if (target === undefined) {
      const hint = didYouMean(name, targets.keys());
      return problem('unknown-reference', `no rule has the id or name '${name}'${hint}`);
    }
    if (second !== undefined) {
      const message = `several rules have the id or name '${name}': leave it to one of them`;
      return problem('ambiguous-reference', message);
    }
    if (target.kind !== 'refused') return target;
    return problem(
      'refused-reference',
      `the rule '${name}' has problems of its own: mend it first`,
    );
  };
}
