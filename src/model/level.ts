/** Sigma's levels, the gravest last, so that an index compares. */
export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const;

export type Level = (typeof levels)[number];

/** Sorts the gravest first. */
export function byGravity(a: Level, b: Level): number {
  return levels.indexOf(b) - levels.indexOf(a);
}
