import { boundsHold } from '../bounds.ts';
import type { CorrelationCondition } from '../correlation-rule.ts';
import type { Condition } from '../rule.ts';

/** Names of rules. */
interface Names {
  has(name: string): boolean;
}

/** Whether a condition holds of a number, or of the rules that were seen. */
export function holds(
  condition: CorrelationCondition,
  value: number,
  seen: Names = new Set(),
): boolean {
  if (condition.kind === 'bounds') return boundsHold(condition.bounds, value);
  return expressionHolds(condition.expression, seen);
}

function expressionHolds(expression: Condition, seen: Names): boolean {
  switch (expression.kind) {
    case 'selection':
      return seen.has(expression.name);
    case 'not':
      return !expressionHolds(expression.of, seen);
    case 'and':
      return expression.of.every((each) => expressionHolds(each, seen));
    case 'or':
      return expression.of.some((each) => expressionHolds(each, seen));
    case 'quantified':
      return expression.quantity === 'all'
        ? expression.names.every((name) => seen.has(name))
        : expression.names.some((name) => seen.has(name));
  }
}
