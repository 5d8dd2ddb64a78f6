import { expect, test } from 'vitest';
import type { Arrival, Evidence, Invocation } from './evidence.ts';
import { judge } from './verdict.ts';

// What a run would have to look like to be found out. Times are milliseconds.

const EVENT = 'C4A05000-0000-4000-8000-000000000001';
const OTHER = 'C4A05000-0000-4000-8000-000000000002';

/** One worker told both channels of the one event, and nothing went wrong. */
const calm: Evidence = {
  channels: ['dingtalk', 'slack'],
  alerts: [{ event: EVENT, shard: 0, group: 5 }],
  malformed: [{ shard: 0, log: 3 }],
  arrivals: [arrival({ channel: 'dingtalk' }), arrival({ channel: 'slack' })],
  invocations: [invocation({})],
  outages: [],
  letters: { alerts: [], ranges: [], records: [{ shard: 0, log: 3 }], unreadable: 0 },
  unfinished: [],
};

function arrival(changes: Partial<Arrival>): Arrival {
  return {
    at: 10_000,
    channel: 'slack',
    events: [EVENT],
    worker: 1,
    marked: false,
    taken: true,
    ambiguous: false,
    folded: false,
    fault: 'ok',
    reply: 'accepts',
    ...changes,
  };
}

function invocation(changes: Partial<Invocation>): Invocation {
  return {
    worker: 1,
    shard: 0,
    from: 0,
    until: 10,
    startedAt: 9_000,
    endedAt: 11_000,
    end: { kind: 'succeeded', summary: { records: 3, skipped: 1, malformed: 1, evaluated: 1 } },
    ...changes,
  };
}

/** The same, with a second message on Slack from worker 2, 20 seconds later. */
function repeated(changes: Partial<Evidence>, second: Partial<Arrival> = {}): Evidence {
  return {
    ...calm,
    arrivals: [...calm.arrivals, arrival({ at: 30_000, worker: 2, marked: true, ...second })],
    invocations: [
      ...calm.invocations,
      invocation({ worker: 2, startedAt: 29_000, endedAt: 31_000 }),
    ],
    ...changes,
  };
}

/** What is complained of, without the examples. */
function failures(evidence: Evidence): readonly string[] {
  return judge(evidence).failures.map((failure) => failure.split(':')[0] ?? '');
}

test('a run in which all was told once has nothing to complain of', () => {
  expect(judge(calm)).toMatchObject({ due: 2, told: 2, dead: 0, lost: [], failures: [] });
});

test('an alert that one channel was not told of is lost', () => {
  const evidence = { ...calm, arrivals: [arrival({ channel: 'dingtalk' })] };
  expect(judge(evidence)).toMatchObject({ told: 1, lost: [{ channel: 'slack', event: EVENT }] });
  expect(failures(evidence)).toEqual(['1 × was neither told nor became a dead letter']);
});

test('a message that was sent and not taken tells nobody', () => {
  const evidence = { ...calm, arrivals: calm.arrivals.map((each) => ({ ...each, taken: false })) };
  expect(judge(evidence)).toMatchObject({ told: 0, lost: [{}, {}] });
});

test('a dead letter for the same channel accounts for an alert that was refused there', () => {
  const letterFor = (channel: string, event = EVENT): Evidence => ({
    ...calm,
    arrivals: [arrival({ channel: 'dingtalk' }), arrival({ taken: false, reply: 'refuses' })],
    letters: { ...calm.letters, alerts: [{ channel, event, reason: 'refused' }] },
  });
  expect(judge(letterFor('slack'))).toMatchObject({ told: 1, dead: 1, lost: [], failures: [] });
  expect(judge(letterFor('dingtalk')).lost).toHaveLength(1);
  expect(judge(letterFor('slack', OTHER)).lost).toHaveLength(1);
});

test('a dead letter for an alert that the channel would have taken is complained of', () => {
  const failuresWith = (tried: Partial<Arrival>) =>
    failures({
      ...calm,
      arrivals: [arrival({ channel: 'dingtalk' }), arrival({ taken: false, ...tried })],
      letters: {
        ...calm.letters,
        alerts: [{ channel: 'slack', event: EVENT, reason: 'given up' }],
      },
    });
  const complaints = ['1 × became a dead letter although the channel did not refuse it'];
  expect(failuresWith({ reply: 'fails' })).toEqual(complaints);
  expect(failuresWith({ channel: 'dingtalk', reply: 'refuses' })).toEqual(complaints);
  expect(failuresWith({ reply: 'refuses', events: [OTHER] })).toContain(complaints[0]);
  expect(failuresWith({ reply: 'refuses' })).toEqual([]);
});

test('a dead letter for a range accounts for the alerts in it', () => {
  const letterFor = (shard: number, from: number, until: number): Evidence => ({
    ...calm,
    arrivals: [],
    letters: { ...calm.letters, ranges: [{ shard, from, until }] },
  });
  expect(judge(letterFor(0, 5, 6))).toMatchObject({ told: 0, dead: 2, lost: [] });
  expect(judge(letterFor(0, 6, 9)).lost).toHaveLength(2);
  expect(judge(letterFor(0, 0, 5)).lost).toHaveLength(2);
  expect(judge(letterFor(1, 5, 6)).lost).toHaveLength(2);
});

test('a repeat without a cause is found, marked or not', () => {
  expect(failures(repeated({}))).toEqual(['1 × was repeated without a cause']);
  expect(failures(repeated({}, { marked: false }))).toEqual([
    '1 × was repeated without a cause',
    '1 × was repeated without saying so',
  ]);
});

test('a repeat on one channel is none of the other', () => {
  const { repeats } = judge(repeated({}));
  expect(repeats).toMatchObject([{ channel: 'slack', event: EVENT }]);
});

test('an answer that left its sender in doubt is a cause for one repeat', () => {
  const doubted = [
    arrival({ channel: 'dingtalk' }),
    arrival({ ambiguous: true }),
    arrival({ at: 10_500, marked: true }),
  ];
  const evidence = { ...calm, arrivals: doubted };
  expect(judge(evidence)).toMatchObject({
    repeats: [{ cause: 'ambiguous answer', mark: 'this' }],
    failures: [],
  });
  const thrice = { ...evidence, arrivals: [...doubted, arrival({ at: 10_800, marked: true })] };
  expect(failures(thrice)).toEqual(['1 × was repeated without a cause']);
});

test('a repeat with a cause still has to say that it may be one', () => {
  const evidence = {
    ...calm,
    arrivals: [
      arrival({ channel: 'dingtalk' }),
      arrival({ ambiguous: true }),
      arrival({ at: 10_500 }),
    ],
  };
  expect(failures(evidence)).toEqual(['1 × was repeated without saying so']);
});

test('the last message of a worker that was killed then may be repeated', () => {
  const killed = (changes: Partial<Invocation>, arrivals: readonly Arrival[] = []) => {
    const evidence = repeated({
      invocations: [
        invocation({ end: { kind: 'killed' }, ...changes }),
        invocation({ worker: 2, startedAt: 29_000, endedAt: 31_000 }),
      ],
    });
    return failures({ ...evidence, arrivals: [...evidence.arrivals, ...arrivals] });
  };
  expect(killed({})).toEqual([]);
  expect(killed({ end: { kind: 'timed-out' } })).toEqual([]);
  // Its message was on its way when it was killed, and read afterwards.
  expect(killed({ endedAt: 9_990 })).toEqual([]);
  expect(killed({}, [arrival({ at: 10_100, channel: 'dingtalk', events: [] })])).toEqual([]);
  const uncaused = ['1 × was repeated without a cause'];
  expect(killed({ end: { kind: 'threw', error: 'BatchIncompleteError' } })).toEqual(uncaused);
  expect(killed({ shard: 1 })).toEqual(uncaused);
  expect(killed({ from: 6 })).toEqual(uncaused);
  expect(killed({ until: 5 })).toEqual(uncaused);
  expect(killed({ worker: 3 })).toEqual(uncaused);
  expect(killed({ startedAt: 10_100 })).toEqual(uncaused);
  // It told of something else before it was killed, so this was marked.
  expect(killed({}, [arrival({ at: 10_100, events: [] })])).toEqual(uncaused);
});

test('time without Redis between the claim of one message and the next is a cause', () => {
  const down = (from: number, to: number) =>
    failures(repeated({ outages: [{ how: 'restart', from, to }] }));
  expect(down(12_000, 13_000)).toEqual([]);
  expect(down(9_500, 9_900)).toEqual([]);
  const uncaused = ['1 × was repeated without a cause'];
  expect(down(31_000, 32_000)).toEqual(uncaused);
  expect(down(1_000, 2_000)).toEqual(uncaused);
});

test('a message that was claimed without Redis may announce the repeat that cannot know of it', () => {
  const announced = (first: Partial<Arrival>, outages: Evidence['outages']) =>
    judge({
      ...repeated({ outages }, { marked: false }),
      arrivals: [
        arrival({ channel: 'dingtalk' }),
        arrival(first),
        arrival({ at: 30_000, worker: 2 }),
      ],
    });
  const before = [{ how: 'restart', from: 8_900, to: 9_500 }] as const;
  const after = [{ how: 'restart', from: 12_000, to: 13_000 }] as const;
  expect(announced({ marked: true }, before)).toMatchObject({
    repeats: [{ mark: 'earlier' }],
    failures: [],
  });
  expect(announced({ marked: false }, before).failures).toHaveLength(1);
  expect(announced({ marked: true, ambiguous: true }, after)).toMatchObject({
    repeats: [{ mark: 'none' }],
  });
});

test('a first message that says that it may be a repeat needs a reason as well', () => {
  const marked = (changes: Partial<Evidence>) =>
    judge({
      ...calm,
      arrivals: [arrival({ channel: 'dingtalk' }), arrival({ marked: true })],
      ...changes,
    });
  expect(marked({})).toMatchObject({
    markedFirst: 1,
    markedIdly: [{ channel: 'slack', event: EVENT }],
  });
  expect(marked({}).failures).toHaveLength(1);

  const killed = invocation({ startedAt: 1_000, endedAt: 2_000, end: { kind: 'killed' } });
  expect(marked({ invocations: [killed, invocation({})] }).failures).toEqual([]);
  expect(marked({ outages: [{ how: 'stall', from: 9_200, to: 9_400 }] }).failures).toEqual([]);
  const doubt = arrival({ at: 9_500, taken: false, ambiguous: true });
  const told = [arrival({ channel: 'dingtalk' }), doubt, arrival({ marked: true })];
  expect(marked({ arrivals: told }).failures).toEqual([]);
});

test('what DingTalk would have folded is a repeat all the same', () => {
  expect(judge(repeated({}, { folded: true })).repeats).toMatchObject([{ folded: true }]);
});

test('a message that tells of several events tells of each', () => {
  const evidence: Evidence = {
    ...calm,
    alerts: [...calm.alerts, { event: OTHER, shard: 0, group: 6 }],
    arrivals: calm.arrivals.map((each) => ({ ...each, events: [EVENT, OTHER] })),
  };
  expect(judge(evidence)).toMatchObject({ due: 4, told: 4, failures: [] });
});

test.each<readonly [string, Partial<Evidence>, string]>([
  ['a shard that was not finished', { unfinished: [0] }, '1 × shard was not finished'],
  [
    'a record that cannot be read and left no letter',
    { letters: { ...calm.letters, records: [] } },
    '1 × record that cannot be read left no dead letter',
  ],
  [
    'a letter for a record that can be read',
    { letters: { ...calm.letters, records: [...calm.letters.records, { shard: 0, log: 4 }] } },
    '1 × record became a dead letter although it can be read',
  ],
  [
    'a message about an event that nobody planned',
    { arrivals: [...calm.arrivals, arrival({ events: [OTHER] })] },
    '1 × message was about an event that no rule matches',
  ],
  [
    'a worker that died by itself',
    { invocations: [invocation({ end: { kind: 'crashed', said: 'TypeError' } })] },
    '1 × worker died by itself',
  ],
  [
    'a mistake in the code',
    { invocations: [invocation({ end: { kind: 'threw', error: 'TypeError: no' } })] },
    '1 × worker threw what it should not',
  ],
  [
    'a summary whose records do not add up',
    { invocations: [invocation({ end: { kind: 'succeeded', summary: { records: 1 } } })] },
    '1 × summary does not add up',
  ],
  [
    'a summary whose deliveries do not add up',
    {
      invocations: [invocation({ end: { kind: 'succeeded', summary: { owed: 2, delivered: 1 } } })],
    },
    '1 × summary does not add up',
  ],
])('%s is complained of', (_, changes, failure) => {
  expect(failures({ ...calm, ...changes })).toEqual([failure]);
});
