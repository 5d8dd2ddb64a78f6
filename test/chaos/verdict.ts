import type { Evidence, Invocation } from './evidence.ts';
import type { ChannelName } from './faults.ts';
import { followPair, type Pair, pairOf, type Repeat } from './follow-pair.ts';
import type { DueAlert } from './plan-shards.ts';

export interface Verdict {
  /** Pairs of an event and a channel: `due = told + dead + lost`. */
  readonly due: number;
  readonly told: number;
  /** Only a dead letter speaks of them. */
  readonly dead: number;
  /** Those of them that the channel would have taken. */
  readonly deadIdly: readonly Pair[];
  readonly lost: readonly Pair[];
  readonly repeats: readonly Repeat[];
  /** Messages that say that they may be repeats, and were none. */
  readonly markedFirst: number;
  /** Those of them that had no cause to say so. */
  readonly markedIdly: readonly Pair[];
  /** Records that cannot be read, and of which no letter speaks. */
  readonly forgotten: number;
  /** Sentences; a run without any has proved what it had to. */
  readonly failures: readonly string[];
}

/** What a worker throws so that the range comes again. Anything else is a mistake of ours. */
const passing = /^(BatchIncompleteError|LedgerDownError)\b/;

const MOST_EXAMPLES = 5;

/** What the evidence proves. Pure. */
export function judge(evidence: Evidence): Verdict {
  const pairs = evidence.alerts.flatMap((due) =>
    evidence.channels.map((channel) => followPair(due, channel, evidence)),
  );
  const letters = new Set(
    evidence.letters.alerts.map(({ channel, event }) => `${channel} ${event}`),
  );
  const isDead = ({ due, channel }: (typeof pairs)[number]) =>
    letters.has(`${channel} ${due.event}`) || standsInDeadRange(due, evidence);
  const untold = pairs.filter(({ told }) => !told);
  const dead = untold.filter(isDead);
  const lost = untold
    .filter((pair) => !isDead(pair))
    .map(({ due, channel }) => pairOf(due, channel));
  const kept = new Set(evidence.letters.records.map(({ shard, log }) => `${shard}/${log}`));
  const found = {
    due: pairs.length,
    told: pairs.length - untold.length,
    dead: dead.length,
    deadIdly: dead
      .filter(({ due, channel }) => !wasRefused(due, channel, evidence))
      .map(({ due, channel }) => pairOf(due, channel)),
    lost,
    repeats: pairs.flatMap(({ repeats }) => repeats),
    markedFirst: pairs.filter(({ firstMark }) => firstMark !== 'none').length,
    markedIdly: pairs
      .filter(({ firstMark }) => firstMark === 'idle')
      .map(({ due, channel }) => pairOf(due, channel)),
    forgotten: evidence.malformed.filter(({ shard, log }) => !kept.has(`${shard}/${log}`)).length,
  };
  return { ...found, failures: failuresOf(found, evidence) };
}

/** Whether the channel refused the message for good. */
function wasRefused({ event }: DueAlert, channel: ChannelName, { arrivals }: Evidence): boolean {
  return arrivals.some(
    (each) => each.channel === channel && each.reply === 'refuses' && each.events.includes(event),
  );
}

function standsInDeadRange({ shard, group }: DueAlert, { letters }: Evidence): boolean {
  return letters.ranges.some(
    (range) => range.shard === shard && group >= range.from && group < range.until,
  );
}

function failuresOf(found: Omit<Verdict, 'failures'>, evidence: Evidence): readonly string[] {
  const { lost, deadIdly, repeats, markedIdly, forgotten } = found;
  const uncaused = repeats.filter(({ cause }) => cause === undefined);
  const unmarked = repeats.filter(({ mark }) => mark === 'none');
  const known = new Set(evidence.alerts.map(({ event }) => event));
  const strangers = evidence.arrivals.filter(({ events }) => events.some((id) => !known.has(id)));
  const crashed = evidence.invocations.filter(({ end }) => end.kind === 'crashed');
  const mistakes = evidence.invocations.flatMap(({ end }) =>
    end.kind === 'threw' && !passing.test(end.error) ? [end.error] : [],
  );
  const wrong = evidence.invocations.filter((each) => !addsUp(each));
  const malformed = new Set(evidence.malformed.map(({ shard, log }) => `${shard}/${log}`));
  const slandered = evidence.letters.records.filter(
    ({ shard, log }) => !malformed.has(`${shard}/${log}`),
  );
  return [
    ...complaint(lost.length, 'was neither told nor became a dead letter', lost.map(named)),
    ...complaint(
      deadIdly.length,
      'became a dead letter although the channel did not refuse it',
      deadIdly.map(named),
    ),
    ...complaint(uncaused.length, 'was repeated without a cause', uncaused.map(named)),
    ...complaint(unmarked.length, 'was repeated without saying so', unmarked.map(named)),
    ...complaint(
      markedIdly.length,
      'was said to be a possible repeat for no reason',
      markedIdly.map(named),
    ),
    ...complaint(forgotten, 'record that cannot be read left no dead letter', []),
    ...complaint(slandered.length, 'record became a dead letter although it can be read', []),
    ...complaint(strangers.length, 'message was about an event that no rule matches', []),
    ...complaint(evidence.unfinished.length, 'shard was not finished', evidence.unfinished),
    ...complaint(
      crashed.length,
      'worker died by itself',
      crashed.map(({ end }) => (end.kind === 'crashed' ? end.said : '')),
    ),
    ...complaint(mistakes.length, 'worker threw what it should not', mistakes),
    ...complaint(
      wrong.length,
      'summary does not add up',
      wrong.map(({ end }) => JSON.stringify(end)),
    ),
  ];
}

function complaint(
  count: number,
  problem: string,
  examples: readonly (string | number)[],
): readonly string[] {
  if (count === 0) return [];
  const more = examples.length > MOST_EXAMPLES ? ', …' : '';
  const shown = examples.slice(0, MOST_EXAMPLES).join(', ');
  return [`${count} × ${problem}${shown === '' ? '' : `: ${shown}${more}`}`];
}

function named({ channel, event }: Pair): string {
  return `${event} on ${channel}`;
}

/** A batch answers for all its records, and for all that it owed. */
function addsUp({ end }: Invocation): boolean {
  if (end.kind !== 'succeeded') return true;
  const count = (...names: readonly string[]) =>
    names.reduce((sum, name) => sum + (end.summary[name] ?? 0), 0);
  return (
    count('records') === count('skipped', 'malformed', 'evaluated') &&
    count('owed') === count('delivered', 'suppressed', 'muted', 'held', 'deadLetters', 'retried')
  );
}
