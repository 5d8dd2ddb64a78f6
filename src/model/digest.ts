import type { Alert, RuleSnapshot } from './alert.ts';
import type { Resource } from './audit-event.ts';

/** Alerts of one rule in a digest. */
export interface DigestRow {
  readonly rule: RuleSnapshot;
  readonly alerts: number;
  /** Of how many events. */
  readonly count: number;
  readonly outcomes: Alert['outcomes'];
  /** Those who called most often, with the number of their events. */
  readonly actors: readonly { readonly name: string; readonly count: number }[];
  /** Events of callers that are not named. */
  readonly others: number;
  /** Ids of accounts, a few. */
  readonly accounts: readonly string[];
  /** A few of what was called upon, and whether there was more. */
  readonly resources: { readonly first: readonly Resource[]; readonly more: boolean };
  /** Where ActionTrail's console lists one of the events. */
  readonly trailUrl: string;
}

/** Alerts that one channel is not told of one by one. Bounded, however many there are. */
export interface Digest {
  /** The hash of its members: the same for every attempt to tell of them. */
  readonly id: string;
  /** Whether they were too many, or too old. */
  readonly why: 'too-many' | 'late';
  readonly alerts: number;
  /** Of how many events. */
  readonly count: number;
  /** The gravest first, then those of the most events; at least one. */
  readonly rows: readonly [DigestRow, ...DigestRow[]];
  /** What no row counts. */
  readonly rest: Pick<DigestRow, 'alerts' | 'count'>;
  /** Repeats of these alerts that were kept back before, by the number of their events. */
  readonly keptBack: number;
  /** How many of all the events ended in which way. */
  readonly outcomes: Alert['outcomes'];
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  /** Whether some of it may have been told before. */
  readonly mayRepeat: boolean;
}
