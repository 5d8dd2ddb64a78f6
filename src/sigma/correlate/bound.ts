export type BoundKind = 'events' | 'groups' | 'late' | 'fan-out' | 'values';

/**
 * A bound that left something out:
 * - `events`: a group held too many, and forgot its oldest;
 * - `groups`: there were too many of them, and those not seen for longest were forgotten;
 * - `late`: events came after their group had forgotten their time, and do not count;
 * - `fan-out`: events belong to more groups than one event may, and joined only some;
 * - `values`: events have more values than are counted of one event.
 */
export interface Bound {
  readonly kind: BoundKind;
  /** The id of the correlation, or its title. */
  readonly correlation: string;
  /** Of events, or of groups. An event that is late counts once for each of its groups. */
  readonly count: number;
}

/** Adds up what bounds left out. */
export interface BoundTally {
  add(kind: BoundKind, correlation: string, count: number): void;
  /** At most one for each kind and correlation. */
  bounds(): readonly Bound[];
}

export function openBoundTally(): BoundTally {
  const bounds = new Map<string, Bound>();
  return {
    add(kind, correlation, count) {
      if (count === 0) return;
      const key = JSON.stringify([kind, correlation]);
      bounds.set(key, { kind, correlation, count: (bounds.get(key)?.count ?? 0) + count });
    },
    bounds: () => [...bounds.values()],
  };
}
