import type { CorrelationRule } from '../correlation-rule.ts';

/** A window of one group in which the condition of a correlation holds. */
export interface Firing {
  readonly correlation: CorrelationRule;
  /**
   * At most 128 characters; the same when the event that caused the firing is delivered again, and
   * another for every group.
   */
  readonly id: string;
  /** The names in `group-by`, each with the value that the group's events have in common. */
  readonly group: readonly { readonly name: string; readonly value: string }[];
  /** The oldest sighting in the window and the window's end, in milliseconds since 1970. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Events in the window. */
  readonly count: number;
  /**
   * What the condition was asked of: the count, the distinct values, a sum, an average, a percentile;
   * for the temporal types, how many rules were seen.
   */
  readonly value: number;
  /** Ids of the events in the window, in order of time. A firing that counts as an event has its own id. */
  readonly events: readonly string[];
  /**
   * What the host gave with the newest of these events that is still remembered, in order of time. What
   * came with the event that caused the firing is always among it.
   */
  readonly kept: readonly string[];
  /** Whether it only feeds other correlations. */
  readonly silent: boolean;
}
