/** What a group remembers of one sighting. Plain JSON. */
export interface WindowEntry {
  /** Tells it from the others of its group: the same when the sighting is delivered again. */
  readonly id: string;
  /** The event that was seen: one event may have several entries, one for each rule. */
  readonly event: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** What the condition wants to know of it; nothing where it only counts. */
  readonly values: readonly (string | number)[];
  /** What the host wants back. Only the newest of a group are kept. */
  readonly kept: readonly string[];
}

/** A window that rang. */
export interface WindowFiring {
  /** The id of the event that made it ring. */
  readonly cause: string;
  /** Where the window ends, in milliseconds since 1970. */
  readonly time: number;
}

export interface WindowSightings {
  /** Of the group: printable, and of a bounded length. */
  readonly key: string;
  /** In order of time, no two with the same id. */
  readonly entries: readonly WindowEntry[];
  /** For how long before its newest entry a group remembers. */
  readonly keepMs: number;
  /** The most entries of a group, of which the oldest go first. */
  readonly most: number;
  /** The most `kept` texts of a group, of which the oldest go first. */
  readonly mostKept: number;
}

/** A group as it was before its new entries came. */
export interface WindowState {
  /** In order of time. */
  readonly before: readonly WindowEntry[];
  /** In order of time. */
  readonly firings: readonly WindowFiring[];
  /** Nothing from this time on was forgotten for its age; milliseconds since 1970. */
  readonly since: number;
  /** The ids of new entries that the group had already. */
  readonly known: readonly string[];
  /** The ids of new entries that were too old to be remembered. */
  readonly late: readonly string[];
  /** How many of the oldest were forgotten because there were too many. */
  readonly over: number;
}

export interface WindowClaim extends WindowFiring {
  readonly key: string;
  /** The group is quiet for as long as this before and after a firing, ends included. */
  readonly quietMs: number;
  readonly keepMs: number;
}

/**
 * What correlations remember from one invocation to the next: for each group its recent entries and
 * firings. Each group of a call is read and written at once, calls may come twice, and what a group
 * does not remember any more is as if it had never been.
 */
export interface Windows {
  /**
   * Adds entries to groups and answers each group as it was before. An entry that is there already is
   * left as it is; one that is older than the group remembers is not added. What is then older than
   * `keepMs` before all that came, and before the newest that was there, is forgotten: so a call that
   * comes again, even a long one, finds all that it needs. `forgotten` names the groups that had to go
   * altogether to make room.
   */
  see(groups: readonly WindowSightings[]): Promise<{
    readonly states: readonly WindowState[];
    readonly forgotten: readonly string[];
  }>;
  /**
   * Enters a firing in its group, unless the cause has one there or the group is quiet. Answers for
   * each claim the firings that then stand in its group. They outlive the entries of their time by a
   * day, so that a cause that is delivered again finds its own; of very many only the newest are kept.
   */
  fire(claims: readonly WindowClaim[]): Promise<readonly (readonly WindowFiring[])[]>;
}
