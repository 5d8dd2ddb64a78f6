import * as z from 'zod';
import { type Cells, readCell } from './cells.ts';

/** What is known of a shard. Times are milliseconds since 1970. */
export interface ShardPulse {
  readonly shard: number;
  /** When a call for it began last. */
  readonly calledAt: number;
  /** When a call last found records in it; undefined where none has. */
  readonly recordsAt?: number | undefined;
  /** Since when no call for it has come to a good end; undefined where the last one has. */
  readonly failingSince?: number | undefined;
  /** Why not, where that is known. It is safe to print. */
  readonly reason?: string | undefined;
}

/** What is known of a channel. */
export interface ChannelPulse {
  readonly channel: string;
  /** Since when it has taken nothing; undefined where it took what it was sent last. */
  readonly failingSince?: number | undefined;
  readonly reason?: string | undefined;
}

/** What detect leaves behind, for the watch to look at. */
export interface Pulse {
  /** Since when anything is known. */
  readonly since: number;
  readonly shards: readonly ShardPulse[];
  readonly channels: readonly ChannelPulse[];
}

/** How a call of detect ended. */
export interface Beat {
  readonly shard: number;
  readonly records: number;
  /** Why it has to come again; undefined where it came to a good end. */
  readonly failed: string | undefined;
  /** What was sent to channels, and why one took nothing of it. */
  readonly channels: readonly { readonly channel: string; readonly failed: string | undefined }[];
}

/** The signs of life that the watch looks for. Where the store does not answer there are none. */
export interface Pulses {
  /** A call for a shard begins. Should it not even end, that is what is left of it. */
  begin(shard: number): Promise<void>;
  end(beat: Beat): Promise<void>;
  /** What was sent to channels outside of a call of detect. */
  sent(channels: Beat['channels']): Promise<void>;
  /** What is known; a first look begins the time that is watched over. */
  read(): Promise<Pulse>;
}

const REMEMBER_MS = 30 * 24 * 60 * 60 * 1000;

const PULSE = 'pulse';

const pulse = z.object({
  since: z.number(),
  shards: z.array(
    z.object({
      shard: z.number(),
      calledAt: z.number(),
      recordsAt: z.number().optional(),
      failingSince: z.number().optional(),
      reason: z.string().optional(),
    }),
  ),
  channels: z.array(
    z.object({
      channel: z.string(),
      failingSince: z.number().optional(),
      reason: z.string().optional(),
    }),
  ),
});

export function createPulses(cells: Cells, now: () => number): Pulses {
  async function change(make: (known: Pulse) => Pulse): Promise<Pulse> {
    const empty: Pulse = { since: now(), shards: [], channels: [] };
    const [after = empty] = await cells.change([PULSE], (text) => {
      const made = make(readCell<Pulse>(pulse, text) ?? empty);
      return { answer: made, write: { text: JSON.stringify(made), ttlMs: REMEMBER_MS } };
    });
    return after;
  }

  /** What is older than all that is kept of it is forgotten: the shard was split, or merged. */
  const isKnown = ({ calledAt }: ShardPulse) => calledAt > now() - REMEMBER_MS;

  function shardAfter(before: ShardPulse, end: Pick<Beat, 'records' | 'failed'>): ShardPulse {
    const { shard, calledAt, failingSince = now() } = before;
    const recordsAt = end.records > 0 ? now() : before.recordsAt;
    return end.failed === undefined
      ? { shard, calledAt, recordsAt }
      : { shard, calledAt, recordsAt, failingSince, reason: end.failed };
  }

  function channelsAfter(
    known: readonly ChannelPulse[],
    heard: Beat['channels'],
  ): readonly ChannelPulse[] {
    return [
      ...known.filter(({ channel }) => heard.every((each) => each.channel !== channel)),
      ...heard.map(({ channel, failed: reason }): ChannelPulse => {
        if (reason === undefined) return { channel };
        const before = known.find((each) => each.channel === channel);
        return { channel, failingSince: before?.failingSince ?? now(), reason };
      }),
    ];
  }

  return {
    async begin(shard) {
      await change((known) => {
        const before = known.shards.find((each) => each.shard === shard);
        const failingSince = before?.failingSince ?? now();
        const called = { ...before, shard, calledAt: now(), failingSince };
        const others = known.shards.filter((each) => each.shard !== shard && isKnown(each));
        return { ...known, shards: [...others, called] };
      });
    },
    async end({ shard, records, failed, channels }) {
      await change((known) => ({
        ...known,
        shards: [
          ...known.shards.filter((each) => each.shard !== shard),
          shardAfter(
            // Where the store was away as the call began, its end is all there is.
            known.shards.find((each) => each.shard === shard) ?? { shard, calledAt: now() },
            { records, failed },
          ),
        ],
        channels: channelsAfter(known.channels, channels),
      }));
    },
    async sent(channels) {
      if (channels.length === 0) return;
      await change((known) => ({ ...known, channels: channelsAfter(known.channels, channels) }));
    },
    read: () => change((known) => known),
  };
}
