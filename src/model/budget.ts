/** How many messages a channel takes in which time. */
export interface Budget {
  readonly most: number;
  readonly perMs: number;
}

/**
 * How much of a budget a message may use. Most alerts leave a quarter of it to what is graver, critical
 * ones leave two messages to a digest of what is left over, and a digest may use all of it.
 */
export type Share = 'three-quarters' | 'all-but-two' | 'all';
