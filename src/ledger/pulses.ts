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

/** Where it stands which other cells there are. */
const KNOWN = 'known';

const known = z.object({ since: z.number(), signs: z.array(z.string()) });

const failing = { failingSince: z.number().optional(), reason: z.string().optional() };
const shardPulse = z.object({
  shard: z.number(),
  calledAt: z.number(),
  recordsAt: z.number().optional(),
  ...failing,
});
const channelPulse = z.object({ channel: z.string(), ...failing });

/** One shard or one channel, and what is known of it now. */
interface Sign {
  readonly key: string;
  readonly after: (text: string | undefined) => ShardPulse | ChannelPulse;
}

/** Each shard and each channel has a cell of its own: all instances leave their signs at once. */
export function createPulses(cells: Cells, now: () => number): Pulses {
  const write = (value: unknown) => ({ text: JSON.stringify(value), ttlMs: REMEMBER_MS });
  const readKnown = (text: string | undefined) =>
    readCell(known, text) ?? { since: now(), signs: [] };

  async function leave(signs: readonly Sign[]): Promise<void> {
    const keys = signs.map(({ key }) => key);
    await cells.change([...keys, KNOWN], (text, at) => {
      const sign = signs[at];
      if (sign !== undefined) return { answer: undefined, write: write(sign.after(text)) };
      const before = readKnown(text);
      // A channel may be heard of twice in one call.
      const added = [...new Set(keys)].filter((key) => !before.signs.includes(key));
      // Written only for what is new, so that nobody has to wait for the others.
      return {
        answer: undefined,
        ...(added.length > 0 && {
          write: write({ ...before, signs: [...before.signs, ...added] }),
        }),
      };
    });
  }

  const signOfShard = (shard: number, after: (before: ShardPulse) => ShardPulse): Sign => ({
    key: JSON.stringify(['shard', shard]),
    // Where the store was away as the call began, its end is all there is.
    after: (text) => after(readCell<ShardPulse>(shardPulse, text) ?? { shard, calledAt: now() }),
  });

  const signsOfChannels = (heard: Beat['channels']): readonly Sign[] =>
    heard.map(({ channel, failed: reason }) => ({
      key: JSON.stringify(['channel', channel]),
      after(text) {
        if (reason === undefined) return { channel };
        const before = readCell<ChannelPulse>(channelPulse, text);
        return { channel, failingSince: before?.failingSince ?? now(), reason };
      },
    }));

  return {
    begin: (shard) =>
      leave([
        signOfShard(shard, (before) => ({
          ...before,
          calledAt: now(),
          failingSince: before.failingSince ?? now(),
        })),
      ]),
    end: ({ shard, records, failed, channels }) =>
      leave([
        signOfShard(shard, ({ calledAt, failingSince = now(), ...before }) => {
          const recordsAt = records > 0 ? now() : before.recordsAt;
          return failed === undefined
            ? { shard, calledAt, recordsAt }
            : { shard, calledAt, recordsAt, failingSince, reason: failed };
        }),
        ...signsOfChannels(channels),
      ]),
    async sent(channels) {
      if (channels.length > 0) await leave(signsOfChannels(channels));
    },
    async read() {
      const [found = readKnown(undefined)] = await cells.change([KNOWN], (text) => {
        const answer = readKnown(text);
        // Written anew each time, so that it lasts for as long as what it leads to.
        return { answer, write: write(answer) };
      });
      const texts = await cells.change(found.signs, (text) => ({ answer: text }));
      return {
        since: found.since,
        // A shard that nobody asked about for so long was split or merged, and is forgotten.
        shards: texts.flatMap((text) => readCell<ShardPulse>(shardPulse, text) ?? []),
        channels: texts.flatMap((text) => readCell<ChannelPulse>(channelPulse, text) ?? []),
      };
    },
  };
}
