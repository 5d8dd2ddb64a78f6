import { expect, test } from 'vitest';
import { type Collection, readCollection } from '../../../src/sigma/collection/read-collection.ts';
import { runCorrelationTests } from '../../../src/workbench/rule-tests/correlation-tests.ts';
import { runRuleTests } from '../../../src/workbench/rule-tests/rule-tests.ts';

const deleted = `title: Deleted
name: deleted
logsource: {product: alicloud, service: actiontrail}
detection:
    selection: {serviceName: ECD, eventName: DeleteDesktops}
    filter_main_denied: {errorCode|startswith: Forbidden}
    condition: selection and not filter_main_denied
`;

const spree = `title: Spree
name: spree
correlation:
    type: event_count
    rules: [deleted]
    group-by: [userIdentity.principalId]
    timespan: 10m
    condition: {gte: 5}
`;

const event = { serviceName: 'ecd', eventName: 'DeleteDesktops' };

const base = { ...event, userIdentity: { type: 'ram-user', principalId: '1' } };

function collectionOf(...texts: readonly string[]): Collection {
  const read = readCollection(
    texts.map((text, at) => ({ text, file: `${at}.yml` })),
    new Map(),
  );
  expect(read.problems).toEqual([]);
  return read;
}

function ofRule(tests: unknown, ...more: readonly string[]) {
  const [rule] = collectionOf(deleted, ...more).rules;
  if (rule === undefined) throw new Error('there is no rule');
  return runRuleTests({ ...rule, tests }).map(({ failure }) => failure);
}

async function ofCorrelation(tests: unknown, texts: readonly string[] = [spree]) {
  const all = collectionOf(...texts, deleted);
  const [rule] = all.correlations;
  if (rule === undefined) throw new Error('there is no correlation rule');
  const results = await runCorrelationTests({ ...rule, tests }, all);
  return results.map(({ failure }) => failure);
}

/** Whether a correlation rule rings on a timeline. */
async function rings(timeline: readonly object[], shared: object = base, texts = [spree]) {
  const name = 'a timeline';
  const [ifSo, ifNot] = await ofCorrelation(
    [true, false].map((match) => ({ name, match, base: shared, timeline })),
    texts,
  );
  expect([ifSo, ifNot].filter((failure) => failure === undefined)).toHaveLength(1);
  return ifSo === undefined;
}

test('a record that should match and does passes, and so does a near miss', () => {
  const denied = { ...event, errorCode: 'Forbidden.RAM' };
  expect(
    ofRule([
      { name: 'a', match: true, event },
      { name: 'b', match: false, event: denied },
    ]),
  ).toEqual([undefined, undefined]);
});

test('a test that fails says which selections hold, and what the others saw', () => {
  const failures = ofRule([
    { name: 'a', match: true, event: { ...event, errorCode: 'Forbidden.RAM' } },
    { name: 'b', match: true, event: { ...event, serviceName: 'Other' } },
    { name: 'c', match: false, event },
  ]);
  expect(failures).toEqual([
    expect.stringContaining('selection is true, filter_main_denied is true'),
    expect.stringContaining('selection is false (serviceName is "Other"), filter_main_denied is'),
    expect.stringContaining('selection is true, filter_main_denied is false (no errorCode)'),
  ]);
});

test('a filter in another file counts in the tests of the rules that it is for', () => {
  const filter = `title: Load Test
logsource: {product: alicloud, service: actiontrail}
filter: {rules: any, selection: {userIdentity.userName: load-test}, condition: not selection}
`;
  const byLoadTest = { ...event, userIdentity: { userName: 'load-test' } };
  const tests = [{ name: 'a', match: false, event: byLoadTest }];
  expect(ofRule(tests, filter)).toEqual([undefined]);
  expect(ofRule(tests)).toEqual([expect.any(String)]);
  expect(ofRule([{ name: 'b', match: true, event: byLoadTest }], filter)).toEqual([
    expect.stringContaining("selection of the filter 'Load Test' is true"),
  ]);
});

test('one wrong test keeps none of the others from being run', () => {
  const failures = ofRule([
    { name: 'a', match: true, event },
    { name: 'b', match: true },
    { name: 'c', match: false, event: {} },
    { name: 'd', match: true, event },
  ]);
  expect(failures).toEqual([undefined, expect.any(String), expect.any(String), undefined]);
});

const given = { name: 'a', match: true };

test.each<readonly [string, unknown, RegExp]>([
  ['no list', {}, /^'tests' is not a list/],
  ['no map', [5], /^test 1: this is no test/],
  ['no name', [{ match: true, event }], /^test 1: 'name' is missing$/],
  ['no event', [given], /^'event' is missing$/],
  ['a match that is a text', [{ ...given, match: 'yes', event }], /^'match' is not true or f/],
  ['a misspelt key', [{ ...given, evnt: event }], /^'evnt' .*did you mean 'event'/],
  ['a timeline', [{ ...given, timeline: [] }], /^'timeline' .*correlation rules/],
  ['a key of all objects', [{ ...given, event, constructor: 1 }], /^'constructor' /],
  ['an event that is a list', [{ ...given, event: [event] }], /^'event' is not a record/],
  ['no eventName', [{ ...given, event: { serviceName: 'ECD' } }], /^'event' .*no-event/],
])('a test of a rule with %s is told with its place', (_, tests, says) => {
  expect(ofRule(tests)).toEqual([expect.stringMatching(says)]);
});

const first = [{ at: '0s' }];

test.each<readonly [string, unknown, RegExp]>([
  ['no timeline', [{ ...given, base }], /^'timeline' is missing$/],
  ['an empty timeline', [{ ...given, timeline: [] }], /^'timeline' is not a list of st/],
  ['an event', [{ ...given, event }], /^'event' .*timeline/],
  ['no time', [{ ...given, timeline: [{}] }], /^timeline, step 1: 'at' is missing$/],
  ['a number as time', [{ ...given, timeline: [{ at: 0 }] }], /^timeline, step 1: 'at' .*30s/],
  ['an unknown unit', [{ ...given, timeline: [{ at: '5w' }] }], /^timeline, step 1: 'at' .*30s/],
  [
    'a misspelt step',
    [{ ...given, base, timeline: [{ at: '0s' }, { at: '1s', tims: 4 }] }],
    /^timeline, step 2: 'tims' .*did you mean 'times'/,
  ],
  [
    'every without times',
    [{ ...given, base, timeline: [{ at: '0s', every: '1s' }] }],
    /^timeline, step 1: 'every' /,
  ],
  [
    'a step of no events',
    [{ ...given, base, timeline: [{ at: '0s', times: 0 }] }],
    /^timeline, step 1: 'times' is not a number from 1/,
  ],
  [
    'more events than a group holds',
    [
      {
        ...given,
        base,
        timeline: [
          { at: '0s', times: 9_999 },
          { at: '0s', times: 2 },
        ],
      },
    ],
    /^'timeline' .*10000/,
  ],
  [
    'no end',
    [{ ...given, base, timeline: [{ at: '0s', times: 9_999, every: '999999d' }] }],
    /^'timeline' is longer/,
  ],
  ['one id for all', [{ ...given, base: { eventId: 'a' }, timeline: first }], /^'base\.e/],
  [
    'a beginning that is none',
    [{ ...given, base: { eventTime: 'noon' }, timeline: first }],
    /^'base\.eventTime' /,
  ],
  ['no eventName', [{ ...given, timeline: first }], /^'timeline' .*no-event-name/],
])('a test of a correlation rule with %s is told with its place', async (_, tests, says) => {
  expect(await ofCorrelation(tests)).toEqual([expect.stringMatching(says)]);
});

test('what happens within the timespan rings a correlation rule, and what takes longer does not', async () => {
  expect(await rings([{ at: '0s', times: 5, every: '150s' }])).toBe(true);
  expect(await rings([{ at: '0s', times: 5, every: '151s' }])).toBe(false);
});

test('the event of a step is laid over the base, map into map', async () => {
  const step = (principalId: string) => ({
    at: '0s',
    times: 3,
    event: { userIdentity: { principalId } },
  });
  expect(await rings([step('2'), step('2')])).toBe(true);
  expect(await rings([step('1'), step('2')])).toBe(false);
  expect(await rings([{ at: '0s', times: 5, event: { eventName: 'StopDesktops' } }])).toBe(false);
});

test('steps may overlap, and stand in any order', async () => {
  const steps = [
    { at: '9m', times: 2, every: '1m' },
    { at: '0s', times: 3, every: '3m' },
  ];
  expect(await rings(steps)).toBe(true);
  expect(await rings(steps.toReversed())).toBe(true);
});

test('an event with an id counts once, however often it happens', async () => {
  expect(await rings([{ at: '0s', times: 5, event: { eventId: 'a' } }])).toBe(false);
});

test('a timeline begins at the eventTime of its base', async () => {
  const atNight = deleted.replace('eventName: DeleteDesktops', "'eventTime|hour|lt': 6");
  const all = collectionOf(spree, atNight);
  const [rule] = all.correlations;
  if (rule === undefined) throw new Error('there is no correlation rule');
  const tests = ['2026-11-21T05:58:00Z', '2026-11-21T05:59:00Z'].map((eventTime, at) => ({
    name: eventTime,
    match: at === 0,
    base: { ...base, eventTime },
    timeline: [{ at: '0s', times: 5, every: '29s' }],
  }));
  const results = await runCorrelationTests({ ...rule, tests }, all);
  expect(results.map(({ failure }) => failure)).toEqual([undefined, undefined]);
});

const sprees = `title: Sprees
name: sprees
correlation: {type: event_count, rules: [spree], timespan: 1d, condition: {gte: 2}}
`;

test('a correlation rule may count what another one found', async () => {
  const by = (at: string, principalId: string) => ({
    at,
    times: 5,
    event: { userIdentity: { principalId } },
  });
  expect(await rings([by('0s', '1'), by('1h', '2')], base, [sprees, spree])).toBe(true);
  expect(await rings([by('0s', '1'), by('2d', '2')], base, [sprees, spree])).toBe(false);
});

test('a correlation rule that only feeds another one is tested like any', async () => {
  expect(await rings([{ at: '0s', times: 5 }], base, [spree, sprees])).toBe(true);
});

test('tests of one rule do not see the events of each other', async () => {
  const tests = [1, 2].map((name) => ({
    name: `${name}`,
    match: false,
    base,
    timeline: [{ at: '0s', times: 4 }],
  }));
  expect(await ofCorrelation(tests)).toEqual([undefined, undefined]);
});

test('a timeline that fails says how much of it was matched, or when it rang', async () => {
  const timeline = [
    { at: '0s', times: 4 },
    { at: '1m', event: { eventName: 'StopDesktops' } },
  ];
  const [silent] = await ofCorrelation([{ name: 'a', match: true, base, timeline }]);
  expect(silent).toMatch(/deleted matches 4 of 5 events; event_count ≥ 5 within 10m, by .* asked/);
  const five = [{ at: '0s', times: 9, every: '30s' }];
  const [rang] = await ofCorrelation([{ name: 'a', match: false, base, timeline: five }]);
  expect(rang).toMatch(/at 2m, because of 5 events/);
  const [chained] = await ofCorrelation(
    [{ name: 'a', match: true, base, timeline: five }],
    [sprees, spree],
  );
  expect(chained).toMatch(/spree rings once/);
});

test('a timeline that fails says which of its events are in no group, and why', async () => {
  const nobody = { event: { userIdentity: { principalId: null } } };
  const [silent] = await ofCorrelation([
    {
      name: 'a',
      match: true,
      base,
      timeline: [
        { at: '0s', times: 4 },
        { at: '1m', ...nobody },
      ],
    },
  ]);
  expect(silent).toContain(
    '5 of 5 events, 1 in no group: the record lacks userIdentity.principalId',
  );
  const counted = spree.replace('event_count', 'value_sum').replace('{gte', '{field: amount, gte');
  const [unnumbered] = await ofCorrelation(
    [
      {
        name: 'a',
        match: true,
        base: { ...base, amount: 'many' },
        timeline: [{ at: '0s', times: 6 }],
      },
    ],
    [counted],
  );
  expect(unnumbered).toContain('6 of 6 events, 6 in no group: their records lack amount');
});

test('a correlation rule of rules for other logs is told, since it could never ring', async () => {
  const foreign = deleted.replace('alicloud', 'aws');
  const all = collectionOf(spree, foreign);
  const [rule] = all.correlations;
  if (rule === undefined) throw new Error('there is no correlation rule');
  expect(await runCorrelationTests(rule, all)).toMatchObject([
    { name: undefined, failure: expect.stringMatching(/Deleted.*other logs/) },
  ]);
});
