import type { ChannelName, Reply } from './faults.ts';
import type { DueAlert } from './plan-shards.ts';

/** A message that came to a webhook whole. Times are the coordinator's, in milliseconds since 1970. */
export interface Arrival {
  readonly at: number;
  readonly channel: ChannelName;
  /** The planned events that it names. */
  readonly events: readonly string[];
  readonly worker: number;
  /** Whether it says that it may be a repeat. */
  readonly marked: boolean;
  /** Whether people got to see it: whatever was answered, this is what counts. */
  readonly taken: boolean;
  /** Whether its sender was left in doubt about that. */
  readonly ambiguous: boolean;
  /** Whether DingTalk would have hidden it, because it had shown its msgUuid before. */
  readonly folded: boolean;
  readonly fault: string;
  readonly reply: Reply;
}

/** One worker's work on one range, `[from, until)` in groups. */
export interface Invocation {
  readonly worker: number;
  readonly shard: number;
  readonly from: number;
  readonly until: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly end: InvocationEnd;
}

export type InvocationEnd =
  | { readonly kind: 'succeeded'; readonly summary: Readonly<Record<string, number>> }
  | { readonly kind: 'threw'; readonly error: string }
  /** By us, or by us as well, but for its time-out. */
  | { readonly kind: 'killed' | 'timed-out' }
  /** It ended by itself, which no worker should. */
  | { readonly kind: 'crashed'; readonly said: string };

/** When Redis did not answer. */
export interface Outage {
  /** Killed and started again, or stopped for a while in the middle of whatever it did. */
  readonly how: 'restart' | 'stall';
  readonly from: number;
  readonly to: number;
}

/** What the dead-letter file holds, found in the shards again. */
export interface Letters {
  readonly alerts: readonly {
    readonly channel: string;
    readonly event: string;
    readonly reason: string;
  }[];
  /** `[from, until)` in groups. */
  readonly ranges: readonly {
    readonly shard: number;
    readonly from: number;
    readonly until: number;
  }[];
  /** `log` counts the logs of a shard. */
  readonly records: readonly { readonly shard: number; readonly log: number }[];
  /** Lines that are no letter: a worker may be killed while it writes one. */
  readonly unreadable: number;
}

/** All that a run left behind. */
export interface Evidence {
  readonly channels: readonly ChannelName[];
  readonly alerts: readonly DueAlert[];
  /** The records that cannot be read. */
  readonly malformed: readonly { readonly shard: number; readonly log: number }[];
  readonly arrivals: readonly Arrival[];
  readonly invocations: readonly Invocation[];
  readonly outages: readonly Outage[];
  readonly letters: Letters;
  /** Shards whose last range did not succeed. */
  readonly unfinished: readonly number[];
}
