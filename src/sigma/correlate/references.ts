import type { CorrelationRule } from '../correlation-rule.ts';
import type { Heading } from '../rule.ts';

/** What a correlation may call a rule: its id and its name. */
export function callNames({ id, name }: Heading): readonly string[] {
  return [...new Set([id, name])].filter((each) => each !== undefined);
}

/**
 * Whether a rule rings on its own (Sigma specification 2.1.0, "Generate"): one that correlations refer
 * to does only where one of them says `generate`.
 */
export function ringsAlone(rule: Heading, correlations: readonly CorrelationRule[]): boolean {
  const names = callNames(rule);
  const referring = correlations.filter(({ correlation }) =>
    correlation.rules.some((reference) => names.includes(reference)),
  );
  return referring.length === 0 || referring.some(({ correlation }) => correlation.generate);
}

/** What a correlation rule comes down to. */
export interface Behind<Ruled extends Heading> {
  /** Those that it refers to, by way of other correlations too, in the order given. */
  readonly rules: readonly Ruled[];
  /** The correlation itself, and after it those that it refers to in the same way. */
  readonly correlations: readonly CorrelationRule[];
}

/** Finds all that a correlation rule refers to, and what that refers to. */
export function rulesBehind<Ruled extends Heading>(
  correlation: CorrelationRule,
  rules: readonly Ruled[],
  correlations: readonly CorrelationRule[],
): Behind<Ruled> {
  const names = new Set<string>();
  const isNamed = (rule: Heading) => callNames(rule).some((name) => names.has(name));
  const found = new Set([correlation]);
  // A set hands out what is added while it is gone through.
  for (const each of found) {
    for (const name of each.correlation.rules) names.add(name);
    for (const other of correlations.filter(isNamed)) found.add(other);
  }
  return { rules: rules.filter(isNamed), correlations: [...found] };
}

/** Throws where a reference leads nowhere, because its correlation could never ring. */
export function checkReferences(
  rules: readonly Heading[],
  correlations: readonly CorrelationRule[],
): void {
  if (correlations.length === 0) return;
  const known = new Set([...rules, ...correlations].flatMap(callNames));
  for (const { title, correlation } of correlations) {
    const missing = correlation.rules.find((reference) => !known.has(reference));
    if (missing !== undefined) throw new Error(`'${title}' refers to no rule: '${missing}'`);
  }
}
