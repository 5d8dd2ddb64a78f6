/** How many messages a channel takes in which time. */
export interface Budget {
  readonly most: number;
  readonly perMs: number;
}
