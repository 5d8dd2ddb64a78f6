import { type Chance, shuffled } from './chance.ts';
import { type ChannelName, channels, type Fault, type FaultName, faults } from './faults.ts';
import type { PlannedRange } from './plan-shards.ts';
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

/** A worker that is killed leaves at least so many alerts behind that it has claimed. */
const LEFT_BEHIND = 2;

/** How often a try after a fault meets one as well. */
const ONCE_MORE = 0.2;

/** What a webhook does when it gets a message about an event for the nth time, from 0. */
export type FaultOf = (channel: ChannelName, event: string, tries: number) => FaultName;

/**
 * Faults go by the event and the try, so that it does not matter who sends, or when. `atOnce` are the
 * ranges that two workers get.
 */
export function planFaults(
  chance: Chance,
  size: Size,
  ranges: readonly PlannedRange[],
  atOnce: readonly PlannedRange[],
): FaultOf {
  const rare = planRare(chance, size, ranges, atOnce);
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

/** Which pairs meet what is counted out. */
function planRare(
  chance: Chance,
  size: Size,
  ranges: readonly PlannedRange[],
  atOnce: readonly PlannedRange[],
): ReadonlyMap<string, Rare> {
  const planned = new Map<string, Rare>();
  const plan = (channel: ChannelName, event: string | undefined, fault: FaultName) => {
    if (event !== undefined) planned.set(`${channel} ${event}`, { fault, always: false });
  };

  // The one that comes first is still at its first message when the other one looks.
  for (const { events } of atOnce) {
    for (const channel of channels) plan(channel, events[0], 'slow');
  }

  // Redis is hit at even distances.
  const inTime = ranges.toSorted((a, b) => a.when - b.when).flatMap(({ events }) => events);
  const outages = shuffled(
    chance,
    'outages',
    size.rare.flatMap(([fault, pairs]) =>
      isOutage(fault) ? Array.from({ length: pairs }, () => fault) : [],
    ),
  );
  for (const [at, fault] of outages.entries()) {
    const place = Math.floor(((at + 1) / (outages.length + 1)) * inTime.length);
    plan(channels[at % 2] ?? 'slack', inTime[place], fault);
  }

  const pairs = shuffled(
    chance,
    'pairs',
    ranges.flatMap(({ shard, events }) =>
      events.flatMap((event, at) =>
        channels.map((channel) => ({ event, shard, channel, follow: events.length - 1 - at })),
      ),
    ),
  );
  let turn = 0;
  /** The shards in turn: they wait for each other only at the end. */
  const draw = (fewest: number) => {
    const pair = pairs.find(
      ({ event, shard, channel, follow }) =>
        shard === turn % size.shards && follow >= fewest && !planned.has(`${channel} ${event}`),
    );
    turn += 1;
    return pair;
  };
  for (const [fault, count] of size.rare) {
    for (let left = isOutage(fault) ? 0 : count; left > 0; left -= 1) {
      const pair = draw(strikes(fault) === 'kills-sender' ? LEFT_BEHIND : 0);
      if (pair) plan(pair.channel, pair.event, fault);
    }
  }
  for (let left = size.refusedForGood; left > 0; left -= 1) {
    const pair = draw(0);
    if (pair) planned.set(`${pair.channel} ${pair.event}`, { fault: 'refusal', always: true });
  }
  return planned;
}

function strikes(name: FaultName): Fault['strikes'] {
  const fault: Fault = faults[name];
  return fault.strikes;
}

function isOutage(name: FaultName): boolean {
  return strikes(name) === 'kills-redis' || strikes(name) === 'stalls-redis';
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
