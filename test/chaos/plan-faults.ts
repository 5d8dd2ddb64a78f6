import { type Chance, shuffled } from './chance.ts';
import { type ChannelName, channels, type Fault, type FaultName, faults } from './faults.ts';
import type { DueAlert, PlannedShard } from './plan-shards.ts';
import type { Size } from './sizes.ts';

/** How often a pair meets these in its first try, where nothing rarer is planned for it. */
const common: Readonly<Record<ChannelName, readonly (readonly [FaultName, number])[]>> = {
  dingtalk: [
    ['slow', 0.04],
    ['429', 0.02],
    ['5xx', 0.04],
    ['5xx after taking', 0.03],
    ['errcode -1', 0.06],
    ['unreadable answer', 0.02],
    ['half an answer', 0.02],
    ['reset', 0.03],
    ['reset after taking', 0.03],
  ],
  slack: [
    ['slow', 0.06],
    ['429', 0.04],
    ['5xx', 0.05],
    ['5xx after taking', 0.03],
    ['unreadable answer', 0.02],
    ['half an answer', 0.02],
    ['reset', 0.03],
    ['reset after taking', 0.03],
  ],
};

/** How often a try after a fault meets one as well. */
const ONCE_MORE = 0.2;

/** What a webhook does when it gets a message about an event for the nth time, from 0. */
export type FaultOf = (channel: ChannelName, event: string, tries: number) => FaultName;

/** Faults go by the event and the try, so that it does not matter who sends, or when. */
export function planFaults(
  chance: Chance,
  size: Size,
  shards: readonly PlannedShard[],
  alerts: readonly DueAlert[],
): FaultOf {
  const rare = planRare(chance, size, shards, alerts);
  return faultOf;

  function faultOf(channel: ChannelName, event: string, tries: number): FaultName {
    const planned = rare.get(`${channel} ${event}`);
    if (planned !== undefined && (planned.always || tries === 0)) return planned.fault;
    if (tries === 0) return drawn(channel, chance('fault', channel, event) / size.faulty);
    const fallsAgain = chance('more', channel, event, tries) < ONCE_MORE;
    if (!fallsAgain || faultOf(channel, event, tries - 1) === 'ok') return 'ok';
    return drawn(channel, chance('fault', channel, event, tries) * sum(common[channel]));
  }
}

interface Rare {
  readonly fault: FaultName;
  readonly always: boolean;
}

/** Which pairs meet what is counted out. Redis is hit at even distances. */
function planRare(
  chance: Chance,
  size: Size,
  shards: readonly PlannedShard[],
  alerts: readonly DueAlert[],
): ReadonlyMap<string, Rare> {
  const inTime = alerts
    .map((due) => ({ ...due, when: due.group / (shards[due.shard]?.groups.length ?? 1) }))
    .toSorted((a, b) => a.when - b.when);
  const planned = new Map<string, Rare>();
  const plan = (channel: ChannelName, event: string | undefined, rare: Rare) => {
    if (event !== undefined) planned.set(`${channel} ${event}`, rare);
  };

  const outages = shuffled(
    chance,
    'outages',
    size.rare.flatMap(([fault, pairs]) =>
      isOutage(fault) ? Array.from({ length: pairs }, () => fault) : [],
    ),
  );
  for (const [at, fault] of outages.entries()) {
    const place = Math.floor(((at + 1) / (outages.length + 1)) * inTime.length);
    plan(channels[at % 2] ?? 'slack', inTime[place]?.event, { fault, always: false });
  }

  const free = shuffled(
    chance,
    'pairs',
    alerts.flatMap(({ event, shard }) => channels.map((channel) => ({ event, shard, channel }))),
  ).filter(({ event, channel }) => !planned.has(`${channel} ${event}`));
  let turn = 0;
  // The shards in turn: they wait for each other only at the end.
  const draw = (fault: FaultName, pairs: number, always: boolean) => {
    for (let left = pairs; left > 0; left -= 1) {
      const pair = free.find(
        ({ event, shard, channel }) =>
          shard === turn % size.shards && !planned.has(`${channel} ${event}`),
      );
      turn += 1;
      plan(pair?.channel ?? 'slack', pair?.event, { fault, always });
    }
  };
  for (const [fault, pairs] of size.rare) if (!isOutage(fault)) draw(fault, pairs, false);
  draw('refusal', size.refusedForGood, true);
  return planned;
}

function isOutage(name: FaultName): boolean {
  const fault: Fault = faults[name];
  return fault.strikes === 'kills-redis' || fault.strikes === 'stalls-redis';
}

/** The fault that a number from 0 up to 1 falls on. */
function drawn(channel: ChannelName, place: number): FaultName {
  let left = place;
  for (const [fault, share] of common[channel]) {
    left -= share;
    if (left < 0) return fault;
  }
  return 'ok';
}

function sum(shares: readonly (readonly [FaultName, number])[]): number {
  return shares.reduce((total, [, share]) => total + share, 0);
}
