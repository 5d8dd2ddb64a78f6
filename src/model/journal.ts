import type { Delivery } from './delivery.ts';
import type { Level } from './level.ts';
import type { Origin } from './raw-log.ts';

/**
 * What a batch answers for itself. `records = skipped + malformed + evaluated`, and what was owed,
 * one for each alert and channel, ended in one way: `owed = delivered + suppressed + muted + held +
 * deadLetters + retried`.
 */
export interface BatchSummary {
  readonly records: number;
  /** Records that were seen to be of no interest without being opened. */
  readonly skipped: number;
  /** Records that could not be read: each is one `malformed` line in the journal. */
  readonly malformed: number;
  readonly evaluated: number;
  /** Pairs of a rule and an event. */
  readonly matches: number;
  /** Groups of events that a correlation rule found together. */
  readonly correlated: number;
  /** Of the matches and what was correlated, what every channel had been told of before. */
  readonly repeated: number;
  readonly alerts: number;
  readonly owed: number;
  readonly delivered: number;
  /** Kept back by a repeat interval, by a mute time or for a digest: nothing does any of it yet. */
  readonly suppressed: number;
  readonly muted: number;
  readonly held: number;
  /** Refused for good: each is one `dead-letter` line in the journal. */
  readonly deadLetters: number;
  /** Left to the trigger, which delivers the range again. */
  readonly retried: number;
  readonly ms: number;
}

/** One line of the function's log. No entry holds a secret or the text of a record. */
export type JournalEntry =
  | {
      readonly kind: 'alert';
      readonly alert: string;
      readonly rule: string;
      readonly level: Level;
      readonly count: number;
      readonly events: readonly string[];
      readonly channels: Readonly<Record<string, Delivery['kind']>>;
    }
  | {
      readonly kind: 'retry' | 'dead-letter';
      readonly alert: string;
      readonly rule: string;
      readonly events: readonly string[];
      readonly channel: string;
      readonly reason: string;
    }
  /** A shard that held no more at `cursor`, before the end of the range was reached. */
  | {
      readonly kind: 'short-range';
      readonly shard: number;
      readonly cursor: string;
      readonly endCursor: string;
    }
  | { readonly kind: 'malformed'; readonly why: string; readonly origin: Origin }
  | {
      readonly kind: 'rule-failed';
      readonly rule: string;
      readonly event: string;
      readonly error: string;
    }
  /** Something that did not count in a correlation: `bound` says why, `count` how many. */
  | {
      readonly kind: 'correlation-bound';
      readonly bound: string;
      readonly correlation: string;
      readonly count: number;
    }
  | ({ readonly kind: 'batch' } & BatchSummary);

export type Journal = (entry: JournalEntry) => void;
