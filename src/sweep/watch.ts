import type { Pulse } from '../ledger/ledger.ts';
import type { Trouble, TroubleName } from '../model/notice.ts';

/** After how many milliseconds something is wrong; 0: never. */
export interface WatchLimits {
  readonly noRecordsMs: number;
  readonly shardFailsMs: number;
  readonly channelFailsMs: number;
}

/** What the sweep watches over. */
export interface Watch {
  readonly limits: WatchLimits;
  /** Called as long as nothing is wrong. It is a secret. */
  readonly heartbeat: URL | undefined;
}

/**
 * A shard that nobody asks about any more was split, merged or dropped, or the trigger is off: that is
 * no failure of its own, and that there are no records says so.
 */
const ASKED_ABOUT_MS = 24 * 60 * 60 * 1000;

/**
 * What is wrong with the function, by the signs of life that detect leaves in the ledger. Of `channels`
 * only, since others are not in trailbell.yml any more. `now` is in milliseconds since 1970. Pure.
 */
export function findTroubles(
  pulse: Pulse,
  channels: readonly string[],
  limits: WatchLimits,
  now: number,
): readonly Trouble[] {
  const isLong = (since: number, limitMs: number): boolean => limitMs > 0 && now - since >= limitMs;
  const troubles: Trouble[] = [];
  const last = Math.max(pulse.since, ...pulse.shards.map(({ recordsAt = 0 }) => recordsAt));
  if (isLong(last, limits.noRecordsMs)) {
    const calls = pulse.shards.map((shard) => shard.calledAt);
    const calledAt = calls.length > 0 ? Math.max(...calls) : undefined;
    troubles.push({ kind: 'no-records', since: last, calledAt });
  }
  for (const { shard, calledAt, failingSince: since, reason } of pulse.shards) {
    if (since === undefined || !isLong(since, limits.shardFailsMs)) continue;
    if (now - calledAt >= ASKED_ABOUT_MS) continue;
    troubles.push({ kind: 'shard-stands-still', shard, since, reason });
  }
  for (const { channel, failingSince: since, reason } of pulse.channels) {
    if (since === undefined || !isLong(since, limits.channelFailsMs)) continue;
    if (!channels.includes(channel)) continue;
    troubles.push({ kind: 'channel-failing', channel, since, reason });
  }
  return troubles;
}

/**
 * Whether what was wrong since then (milliseconds since 1970) has become well, and is not just out of
 * sight: a shard that nobody asks about any more, a channel that is not in trailbell.yml, another limit.
 */
export function isWellAgain(
  { kind, subject }: TroubleName,
  since: number,
  { shards, channels }: Pulse,
  names: readonly string[],
): boolean {
  switch (kind) {
    case 'no-records':
      return shards.some(({ recordsAt = 0 }) => recordsAt > since);
    case 'shard-stands-still':
      // Its next call may be under way, which fails until it ends.
      return shards.some(
        ({ shard, failingSince = Infinity, reason }) =>
          String(shard) === subject && failingSince > since && reason === undefined,
      );
    case 'channel-failing':
      return (
        names.includes(subject) &&
        channels.some(
          ({ channel, failingSince }) => channel === subject && failingSince === undefined,
        )
      );
  }
}
