import type { Arrival, Evidence, Invocation } from './evidence.ts';
import type { ChannelName } from './faults.ts';
import type { DueAlert } from './plan-shards.ts';

export type Cause = 'kill' | 'ambiguous answer' | 'ledger downtime';

/** What one channel is owed: one message about one event. */
export interface Pair {
  readonly channel: ChannelName;
  readonly event: string;
}

export interface Repeat extends Pair {
  readonly cause: Cause | undefined;
  /** Which of the messages says that there may be two; see `markOf`. */
  readonly mark: 'this' | 'earlier' | 'none';
  readonly folded: boolean;
}

/**
 * For so long after Redis answers again, a worker may go on without it: it waits a second for an
 * answer, and then leaves it alone for five.
 */
const UNNOTICED_MS = 6_500;

export interface Followed {
  readonly due: DueAlert;
  readonly channel: ChannelName;
  readonly told: boolean;
  readonly repeats: readonly Repeat[];
  /** Whether the first message says that it may be a repeat, and whether there was a reason to. */
  readonly firstMark: 'none' | 'idle' | 'caused';
}

/** The life of what one channel is owed. */
export function followPair(due: DueAlert, channel: ChannelName, evidence: Evidence): Followed {
  const arrivals = evidence.arrivals
    .filter((each) => each.channel === channel && each.events.includes(due.event))
    .toSorted((a, b) => a.at - b.at);
  const work = evidence.invocations.filter(
    ({ shard, from, until }) => shard === due.shard && due.group >= from && due.group < until,
  );
  const takings = arrivals.filter(({ taken }) => taken);
  const repeats = takings.slice(1).map((taking, at): Repeat => {
    const earlier = takings.slice(0, at + 1);
    const before = takings[at] ?? taking;
    return {
      ...pairOf(due, channel),
      cause: causeOf(taking, before, work, evidence),
      mark: markOf(taking, earlier, work, evidence),
      folded: taking.folded,
    };
  });
  const [first] = takings;
  const firstMark =
    first?.marked !== true
      ? 'none'
      : isInDoubt(first, arrivals, work, evidence)
        ? 'caused'
        : 'idle';
  return { due, channel, told: takings.length > 0, repeats, firstMark };
}

/** Why a message was taken once more after `before` had been. */
function causeOf(
  taking: Arrival,
  before: Arrival,
  work: readonly Invocation[],
  evidence: Evidence,
): Cause | undefined {
  if (before.ambiguous) return 'ambiguous answer';
  const sender = senderOf(before, work);
  // What it had told before on this channel was marked before it told the next.
  const lastWords = evidence.arrivals.findLast(
    ({ worker, channel }) => worker === before.worker && channel === before.channel,
  );
  if (sender && wasKilled(sender) && lastWords === before) return 'kill';
  // What was claimed while Redis was away, nobody else could know of.
  const since = sender?.startedAt ?? before.at;
  return wasDown(evidence.outages, since, taking.at) ? 'ledger downtime' : undefined;
}

/**
 * A repeat has to say what it is. There is one that cannot: where Redis was away when a message was
 * claimed, that message says that there may be another, because the other sender cannot know.
 */
function markOf(
  taking: Arrival,
  earlier: readonly Arrival[],
  work: readonly Invocation[],
  { outages }: Evidence,
): Repeat['mark'] {
  if (taking.marked) return 'this';
  const foretold = earlier.some((each) => {
    const sender = senderOf(each, work);
    return each.marked && sender !== undefined && wasDown(outages, sender.startedAt, each.at);
  });
  return foretold && earlier.every(({ marked }) => marked) ? 'earlier' : 'none';
}

/** Whether the sender of a first message had a reason to think that there was one before. */
function isInDoubt(
  first: Arrival,
  arrivals: readonly Arrival[],
  work: readonly Invocation[],
  { outages }: Evidence,
): boolean {
  const start = Math.min(first.at, ...work.map(({ startedAt }) => startedAt));
  return (
    arrivals.some(({ at, ambiguous }) => ambiguous && at < first.at) ||
    work.some((each) => wasKilled(each) && each.endedAt <= first.at) ||
    wasDown(outages, start, first.at)
  );
}

/** What the worker was doing when it sent this. */
function senderOf({ worker, at }: Arrival, work: readonly Invocation[]): Invocation | undefined {
  return work.findLast((each) => each.worker === worker && each.startedAt <= at);
}

function wasKilled({ end }: Invocation): boolean {
  return end.kind === 'killed' || end.kind === 'timed-out' || end.kind === 'crashed';
}

function wasDown(outages: Evidence['outages'], from: number, until: number): boolean {
  return outages.some((outage) => outage.from <= until && outage.to + UNNOTICED_MS >= from);
}

export function pairOf({ event }: DueAlert, channel: ChannelName): Pair {
  return { channel, event };
}
