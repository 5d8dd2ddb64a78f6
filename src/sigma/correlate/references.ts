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
