import type { DeadLetter } from './dead-letter.ts';
import type { Delivery } from './delivery.ts';
import type { Level } from './level.ts';
import type { Notice } from './notice.ts';
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
  /** Of the matches and what was correlated, what had come to its end on every channel before. */
  readonly repeated: number;
  /** What another invocation is telling of, and had not told when this one ended. */
  readonly elsewhere: number;
  /** Matches and what was correlated, that the routes tell to no channel. */
  readonly unrouted: number;
  readonly alerts: number;
  readonly owed: number;
  /** Told, alone or as a part of a digest. */
  readonly delivered: number;
  /** Counted, because of a repeat interval. */
  readonly suppressed: number;
  /** Kept from ringing by a setting: a mute time, a silence, `min_level`, `record_only`. */
  readonly muted: number;
  /** Held in the ledger, for the digest that the sweep tells. */
  readonly held: number;
  /** Refused for good, or given up: each is one `dead-letter` line in the journal. */
  readonly deadLetters: number;
  /** Left to the trigger, which delivers the range again. */
  readonly retried: number;
  readonly ms: number;
}

/**
 * What a sweep answers for itself: `digests = told + left + dead`, and `letters = settled + postponed +
 * byHand`.
 */
export interface SweepSummary {
  /** Digests that were to be told, each of all that was held for one channel. */
  readonly digests: number;
  /** Of how many alerts. */
  readonly alerts: number;
  readonly told: number;
  /** For the next sweep. */
  readonly left: number;
  /** Refused for good, or given up: dead letters. */
  readonly dead: number;
  /** Dead letters that were tried once more, of those that were due. */
  readonly letters: number;
  readonly settled: number;
  /** To be tried again by themselves. */
  readonly postponed: number;
  /** Tried often enough: they are left to people. */
  readonly byHand: number;
  /** What was told of silences and of the watch, each to one channel. */
  readonly notices: number;
  /** What the watch found wrong, told or not. */
  readonly troubles: number;
  /** Withheld where something is wrong; none where no URL is set. */
  readonly heartbeat: 'sent' | 'failed' | 'withheld' | 'none';
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
      readonly channels: Readonly<
        Record<string, Delivery['kind'] | 'waiting' | 'suppressed' | 'muted' | 'digested' | 'held'>
      >;
      /** The setting that kept it from ringing; of a silence from the chat, who made it and why. */
      readonly mutedBy?: string;
    }
  /** Alerts that were told, held or left together: each has a line of its own. */
  | {
      readonly kind: 'digest';
      readonly digest: string;
      readonly channel: string;
      readonly state: 'told' | 'held' | 'left' | 'dead';
      readonly alerts: number;
      /** Of how many events. */
      readonly count: number;
      /** Why it is a dead letter. */
      readonly reason?: string;
    }
  /** What a rule found, and the routes tell to no channel. */
  | { readonly kind: 'unrouted'; readonly rule: string; readonly events: readonly string[] }
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
  /** A piece of a shard that was given up unread: it is a dead letter. */
  | {
      readonly kind: 'range-given-up';
      readonly shard: number;
      readonly beginCursor: string;
      readonly endCursor: string;
      readonly reason: string;
    }
  /** Alerts that were told without a way to answer them, because they could not be kept. */
  | { readonly kind: 'not-answerable'; readonly error: string }
  /** A part of a sweep that could not be done this time: what is held or due still is. */
  | {
      readonly kind: 'sweep-failed';
      readonly part: 'digests' | 'silences' | 'watch' | 'letters';
      readonly error: string;
    }
  /** A dead letter that the sweep tried once more, for the so-many-th time. */
  | {
      readonly kind: 'letter';
      readonly letter: string;
      /** Undefined where what was held of it cannot be read. */
      readonly of: DeadLetter['kind'] | undefined;
      readonly state: 'settled' | 'postponed' | 'by-hand';
      readonly tries: number;
      readonly reason?: string;
    }
  /**
   * A channel was told of a silence, or refused to be. What people are called is in the ledger, and in the
   * `mutedBy` of what they silenced.
   */
  | {
      readonly kind: 'silence-told';
      readonly silence: string;
      readonly state: 'begun' | 'ended';
      readonly channel: string;
      /** Why the channel refused it. */
      readonly refused?: string;
    }
  /** The URL of the heartbeat could not be reached, or did not take it. */
  | { readonly kind: 'heartbeat-failed'; readonly reason: string }
  /** A range that came again, and goes on where all before was dealt with. */
  | { readonly kind: 'resumed'; readonly shard: number; readonly cursor: string }
  /** The shared ledger did not answer: what went out meanwhile may be a repeat, and says so. */
  | { readonly kind: 'ledger-down'; readonly reason: string }
  /** Dead letters or the history could not be written: `lost` says whether this line is all there is. */
  | {
      readonly kind: 'not-written';
      readonly what: 'dead-letters' | 'history';
      readonly count: number;
      readonly error: string;
      readonly lost: boolean;
    }
  /** What was told of the function itself, and to which channel; none where no channel took it. */
  | { readonly kind: 'notice'; readonly notice: Notice; readonly channel: string | undefined }
  /** Somebody answered an alert or ended a silence. What they are called is not said here. */
  | {
      readonly kind: 'answered';
      readonly what: 'acknowledgement' | 'silence' | 'end';
      readonly answer: string;
      readonly alert: string;
      readonly rule: string;
      readonly isVerified: boolean;
      /** ISO 8601. */
      readonly endsAt?: string;
    }
  /** A request that the web pages refused, by the path of the page. */
  | { readonly kind: 'web-refused'; readonly page: string; readonly why: string }
  /** What was answered in Slack could not be said there. */
  | { readonly kind: 'slack-not-told'; readonly reason: string }
  /** The web pages cannot be opened: said again when it is something else. */
  | { readonly kind: 'web-not-configured'; readonly reason: string }
  /** A page that could not be made. */
  | { readonly kind: 'web-failed'; readonly page: string; readonly error: string }
  | { readonly kind: 'malformed'; readonly why: string; readonly origin: Origin }
  /** An event of a service that the catalogue knows, and that it lacks: said once an instance. */
  | { readonly kind: 'new-event'; readonly service: string; readonly event: string }
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
  | ({ readonly kind: 'batch' } & BatchSummary)
  | ({ readonly kind: 'sweep' } & SweepSummary);

export type Journal = (entry: JournalEntry) => void;
