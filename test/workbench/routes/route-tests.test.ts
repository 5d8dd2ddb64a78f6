import { expect, test } from 'vitest';
import { ConfigError } from '../../../src/model/config-error.ts';
import { readRouteCases } from '../../../src/workbench/routes/route-cases.ts';
import { openRouteTests, type StepResult } from '../../../src/workbench/routes/route-tests.ts';
import { deletion } from '../../support/audit-event.ts';
import { DELETED, deletedRule, manyDeleted, ruleOf, rulesOf } from '../../support/rules.ts';

const STAGED = '00000000-0000-4000-8000-000000000003';
const COUNTED = '00000000-0000-4000-8000-000000000004';

/** Of the types that there are: slack has a budget of a message a second, and twenty a minute. */
const config = {
  source: { endpoint: '${LOG_ENDPOINT}', project: '${LOG_PROJECT}', logstore: '${LOG_LOGSTORE}' },
  timezone: 'Asia/Shanghai',
  accounts: { '1234567890123456': 'example-production', '2345678901234567': 'example-staging' },
  channels: {
    oncall: { type: 'pagerduty', routing_key: '${PAGERDUTY_KEY}' },
    team: { type: 'slack', webhook: '${SLACK_WEBHOOK}' },
    office: { type: 'dingtalk', webhook: '${DINGTALK_WEBHOOK}' },
  },
  ledger: { redis: '${REDIS_URL}' },
  dead_letters: { logstore: '${DEAD_LETTERS}' },
  time_intervals: { nights: { times: { start_time: '22:00', end_time: '07:00' } } },
  silences: [
    { match: { actor: 'ci-*' }, ends_at: '2026-12-01T00:00:00+08:00', comment: 'migration' },
  ],
  record_only: ['experimental'],
  rules: { [STAGED]: { record_only: true } },
  route: {
    channels: ['team'],
    routes: [
      { match: { level: 'critical' }, channels: ['oncall'], continue: true },
      {
        match: { service: 'PrivateLink', account: 'example-production' },
        channels: ['team', 'office'],
        repeat_interval: '1h',
        routes: [
          { match: { actor: 'nobody' }, channels: [] },
          { match: { outcome: 'denied' }, mute_time_intervals: ['nights'] },
        ],
      },
      { match: { service: 'ECD' }, group_by: ['...'] },
    ],
  },
};

const rules = rulesOf(
  deletedRule.replace(
    'condition: selection\n',
    `condition: selection\ntests:\n  - {name: a, match: false, event: {eventName: X}}\n  - name: b\n    match: true\n    event: ${JSON.stringify(deletion())}\n`,
  ),
  ruleOf(STAGED, 'Staged', 'acsRegion: cn-staged'),
  ruleOf(COUNTED, 'Counted', 'acsRegion: cn-counted'),
  manyDeleted(3).replaceAll(DELETED, COUNTED),
);

function read(yaml: string) {
  const tests = openRouteTests({ ...rules, config }, {});
  return { tests, cases: readRouteCases(yaml, 'cases.yml', tests) };
}

async function play(yaml: string): Promise<readonly StepResult[]> {
  const { tests, cases } = read(yaml);
  const results: StepResult[] = [];
  for (const each of cases) results.push(...(await tests.run(each)));
  return results;
}

const counted = JSON.stringify(deletion({ eventId: undefined, acsRegion: 'cn-counted' }));

const AT = 'at: 2026-11-21T12:00:00+08:00';

test.each<readonly [string, string]>([
  [
    'an alert rings where its route says',
    `alerts: [{ rule: Endpoint Service Deleted }]
  expect: [{ rings: [team, office], muted: [], suppressed: [], count: 1, actor: alice }]`,
  ],
  [
    'a rule is named by its id as well',
    `alerts: [{ rule: ${DELETED}, count: 3 }]
  expect: [{ rule: ${DELETED}, level: high, count: 3 }]`,
  ],
  [
    'what is not said is as in the first test that the rule matches',
    `alerts: [{ rule: Endpoint Service Deleted, actor: bob }]
  expect: [{ rule: Endpoint Service Deleted, actor: bob, rings: [office, team] }]`,
  ],
  [
    'an account may be called what people call it',
    `alerts: [{ rule: Endpoint Service Deleted, account: example-staging }]
  expect: [{ rings: team }]`,
  ],
  [
    'a level is enough, and is the only thing that a route can look at',
    `alerts: [{ level: low }]
  expect: [{ rule: any rule, level: low, rings: team, actor: someone }]`,
  ],
  [
    'a rule that is not there is told by as much as is said of it',
    `alerts: [{ rule: { title: New, level: critical }, service: ECD }]
  expect: [{ rule: New, rings: [oncall, team] }]`,
  ],
  [
    "a level stands in for the rule's own",
    `alerts: [{ rule: Endpoint Service Deleted, level: critical }]
  expect: [{ level: critical, rings: [oncall, team, office] }]`,
  ],
  [
    'a silence mutes everywhere, and says so',
    `alerts: [{ rule: Endpoint Service Deleted, actor: ci-7 }]
  expect: [{ rings: [], muted: [team, office], by: migration }]`,
  ],
  [
    'a mute time goes by the time of the event',
    `alerts:
    - { rule: Endpoint Service Deleted, outcome: denied, time: 2026-11-21T03:00:00+08:00 }
    - { rule: Endpoint Service Deleted, outcome: denied, actor: bob }
  expect:
    - { actor: bob, rings: [team, office] }
    - { actor: alice, muted: [team, office], by: nights }`,
  ],
  [
    'what was logged long ago is told in a digest',
    `alerts: [{ rule: Endpoint Service Deleted, logged: 2026-11-20T03:00:00+08:00 }]
  expect: [{ rings: [], digest: [team, office] }]`,
  ],
  [
    'a route to nobody is nothing',
    `alerts: [{ rule: Endpoint Service Deleted, actor: nobody }]
  expect: []`,
  ],
  [
    'by actor there is one alert, and by event there are as many as events',
    `alerts: [{ level: high, count: 2 }, { level: high, service: ECD, count: 2 }]
  expect:
    - { count: 2 }
    - { count: 1, times: 2 }`,
  ],
  [
    'what is over a budget is in a digest, and what is critical is not',
    `alerts: [{ level: high, actors: 20 }, { level: critical, actors: 2 }]
  expect:
    - { level: critical, rings: oncall, times: 2 }
    - { level: high, rings: team, times: 15 }
    - { level: high, digest: team, times: 5 }`,
  ],
  [
    'records are found by the rules, and a rule that is only recorded rings nowhere',
    `events:
    - ${JSON.stringify(deletion({ eventId: 'a' }))}
    - ${JSON.stringify(deletion({ eventId: 'b', acsRegion: 'cn-staged' }))}
  expect:
    - { rule: Endpoint Service Deleted, count: 2, rings: [team, office] }
    - { rule: Staged, muted: [team, office], by: record_only }`,
  ],
  [
    'correlations count, over records that have no id to be told apart by',
    `events:
    - ${counted}
    - ${counted}
    - ${counted}
  expect:
    - { rule: Many Endpoint Services Deleted, level: critical, rings: [oncall, team, office] }
    - { rule: Endpoint Service Deleted, count: 3 }`,
  ],
])('%s', async (_, body) => {
  for (const { missing, unexpected, notes } of await play(`- name: it\n  ${AT}\n  ${body}\n`)) {
    expect({ missing, unexpected }).toEqual({ missing: [], unexpected: [] });
    if (!body.includes('expect: []')) expect(notes).toEqual([]);
  }
});

const steps = `- name: a deletion is told once an hour
  steps:
    - at: 2026-11-21T12:00:00+08:00
      alerts: [{ rule: Endpoint Service Deleted, actor: alice }]
      expect: [{ rings: [team, office] }]
    - at: 2026-11-21T12:59:59+08:00
      alerts: [{ rule: Endpoint Service Deleted, actor: alice }]
      expect: [{ suppressed: [team, office] }]
    - at: 2026-11-21T12:59:59+08:00
      alerts: [{ rule: Endpoint Service Deleted, actor: bob }]
      expect: [{ rings: [team, office] }]
    - at: 2026-11-21T13:00:00+08:00
      alerts: [{ rule: Endpoint Service Deleted, actor: alice }]
      expect: [{ rings: [team, office] }]
`;

test('the ledger lives as long as a case, and the clock shows what a step says', async () => {
  const results = await play(steps + steps);
  expect(results).toHaveLength(8);
  expect(results.flatMap(({ missing, unexpected }) => [...missing, ...unexpected])).toEqual([]);
});

test('a record is told once, as its id says', async () => {
  const step = `{ ${AT}, events: [${JSON.stringify(deletion())}], expect: [{ count: 1 }] }`;
  const [first, second] = await play(`- name: twice\n  steps: [${step}, ${step}]\n`);
  expect(first?.missing).toEqual([]);
  expect(second).toMatchObject({ outcomes: [], missing: [{ count: 1 }] });
  expect(second?.notes).toEqual([expect.stringContaining('eventId')]);
});

test('what comes out otherwise is there with all that is known of it', async () => {
  const [result] = await play(`- name: it
  ${AT}
  alerts: [{ rule: Endpoint Service Deleted, level: critical, count: 2 }]
  expect: [{ rings: [team] }]
`);
  expect(result).toEqual({
    at: new Date('2026-11-21T04:00:00Z'),
    outcomes: [expect.anything()],
    missing: [{ rings: ['team'] }],
    unexpected: [
      {
        rule: 'Endpoint Service Deleted',
        id: DELETED,
        level: 'critical',
        actors: ['alice'],
        count: 2,
        rings: ['oncall', 'team', 'office'],
        digest: [],
        suppressed: [],
        muted: [],
        by: [],
      },
    ],
    notes: [],
  });
});

test('expectations find the alerts that meet them, in whatever order they stand', async () => {
  const [result] = await play(`- name: it
  ${AT}
  alerts: [{ level: high, actor: alice }, { level: low, actor: alice }, { level: low, actor: bob }]
  expect: [{ rings: team }, { actor: alice }, { actor: alice, level: low }]
`);
  expect(result).toMatchObject({ missing: [], unexpected: [] });
});

test('events that no rule finds are noted', async () => {
  const [result] = await play(`- name: it
  ${AT}
  events: [{ eventName: DescribeRegions }, { name: DescribeRegions }]
  expect: []
`);
  expect(result?.notes).toEqual([
    expect.stringContaining('no-event-name'),
    expect.stringContaining('no rule'),
  ]);
});

test.each<readonly [string, string, string, RegExp]>([
  ['no list', '{}', 'cases.yml', /list of cases/],
  ['no YAML', '- [', 'cases.yml:1', /is not YAML/],
  ['no name', `- ${AT}\n  expect: []`, 'cases.yml: case 1.name', /is missing/],
  ['no moment', '- name: it\n  expect: []', 'cases.yml: case "it".at', /2026-11-21T03/],
  [
    'a moment that is none',
    '- name: it\n  at: today\n  expect: []',
    'cases.yml: case "it".at',
    /cannot be read.*2026/,
  ],
  ['no expectation', `- name: it\n  ${AT}`, 'cases.yml: case "it".expect', /is missing.*nobody/],
  [
    'a misspelt key',
    `- name: it\n  ${AT}\n  alert: []\n  expect: []`,
    'cases.yml: case "it".alert',
    /Did you mean alerts/,
  ],
  [
    'a key beside steps',
    `- name: it\n  ${AT}\n  steps: []`,
    'cases.yml: case "it".at',
    /into a step/,
  ],
  ['no step', '- name: it\n  steps: []', 'cases.yml: case "it".steps', /list of steps/],
  [
    'a misspelt key of an alert',
    one('{ level: low, user: x }'),
    'cases.yml: case "it".alerts.0.user',
    /Known are rule, level/,
  ],
  [
    'a level that is none',
    one('{ level: huge }'),
    'cases.yml: case "it".alerts.0.level',
    /critical/,
  ],
  ['an alert of no rule', one('{ actor: alice }'), 'cases.yml: case "it".alerts.0', /level/],
  [
    'a rule that is not there',
    one('{ rule: Endpoint Service Deletd }'),
    'cases.yml: case "it".alerts.0.rule',
    /Did you mean Endpoint Service Deleted/,
  ],
  [
    'a rule that rings nobody',
    one('{ rule: Counted }'),
    'cases.yml: case "it".alerts.0.rule',
    /correlation rule/,
  ],
  [
    'a made-up rule without a level',
    one('{ rule: { title: New } }'),
    'cases.yml: case "it".alerts.0.rule.level',
    /low/,
  ],
  [
    'a misspelt key of a made-up rule',
    one('{ rule: { title: New, levl: low } }'),
    'cases.yml: case "it".alerts.0.rule.levl',
    /Did you mean level/,
  ],
  [
    'more than there can be',
    one('{ level: low, count: 1001 }'),
    'cases.yml: case "it".alerts.0.count',
    /1000/,
  ],
  [
    'a channel that is not there',
    one('{ level: low }', '{ rings: [teams] }'),
    'cases.yml: case "it".expect.0.rings',
    /Did you mean team/,
  ],
  [
    'a rule that cannot ring',
    one('{ level: low }', '{ rule: Nothing }'),
    'cases.yml: case "it".expect.0.rule',
    /no rule 'Nothing'/,
  ],
  [
    'steps that go back',
    `- name: it\n  steps: [{ ${AT}, expect: [] }, { at: 2026-11-21T11:00:00+08:00, expect: [] }]`,
    'cases.yml: case "it".steps.1.at',
    /before/,
  ],
])('%s is an error that names the case and the key', (_, yaml, key, says) => {
  const error = caught(() => read(yaml));
  expect(error).toBeInstanceOf(ConfigError);
  expect(error).toMatchObject({ key });
  expect(String(error)).toMatch(says);
});

function one(alert: string, expected = '{}'): string {
  return `- name: it\n  ${AT}\n  alerts: [${alert}]\n  expect: [${expected}]`;
}

function caught(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
