import type { CorrelationRule } from '../correlation-rule.ts';
import { callNames } from './references.ts';

/**
 * Puts correlations into levels: each refers only to rules and to correlations of levels before its
 * own. Throws where they refer to each other in a circle.
 */
export function orderCorrelations(
  correlations: readonly CorrelationRule[],
): readonly (readonly CorrelationRule[])[] {
  const byName = new Map(
    correlations.flatMap((rule) => callNames(rule).map((name) => [name, rule])),
  );
  const depths = new Map<CorrelationRule, number>();
  const underway = new Set<CorrelationRule>();

  function depthOf(rule: CorrelationRule): number {
    const known = depths.get(rule);
    if (known !== undefined) return known;
    if (underway.has(rule)) throw new Error(`'${rule.title}' refers to itself by way of others`);
    underway.add(rule);
    let depth = 0;
    for (const reference of rule.correlation.rules) {
      const other = byName.get(reference);
      if (other !== undefined) depth = Math.max(depth, depthOf(other) + 1);
    }
    depths.set(rule, depth);
    return depth;
  }

  const levels: CorrelationRule[][] = [];
  for (const rule of correlations) (levels[depthOf(rule)] ??= []).push(rule);
  return levels;
}
