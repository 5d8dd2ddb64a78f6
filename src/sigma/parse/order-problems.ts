import type { Problem } from '../problem.ts';

/**
 * The problems of one file in its order. A slip in a document that others build on is met again in
 * each of them, and told once.
 */
export function orderProblems(problems: readonly Problem[]): readonly Problem[] {
  const byText = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...byText.values()].toSorted((a, b) => a.line - b.line || a.column - b.column);
}
