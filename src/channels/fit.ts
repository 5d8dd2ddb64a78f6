/** What is left to say once a limit was kept. */
export interface Fitted<Fact, Step> {
  readonly facts: readonly Fact[];
  readonly steps: readonly Step[];
  /** Whether anything was left out. */
  readonly cut: boolean;
}

/**
 * The facts, then the steps, as far as they fit in `budget`. The first that does not fit ends it,
 * even if a later one is shorter: readers trust that what is missing is missing from the end.
 */
export function fit<Fact, Step>(
  facts: readonly Fact[],
  steps: readonly Step[],
  budget: number,
  size: (part: Fact | Step) => number,
): Fitted<Fact, Step> {
  let left = budget;
  let kept = 0;
  for (const part of [...facts, ...steps]) {
    left -= size(part);
    if (left < 0) break;
    kept += 1;
  }
  return {
    facts: facts.slice(0, kept),
    steps: steps.slice(0, Math.max(0, kept - facts.length)),
    cut: kept < facts.length + steps.length,
  };
}
