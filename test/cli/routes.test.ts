import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deletion } from '../support/audit-event.ts';
import { deletedRule, ruleOf } from '../support/rules.ts';
import { cli } from '../support/terminal.ts';

const STAGED = '00000000-0000-4000-8000-000000000003';

const SETTINGS = `source: { endpoint: '\${LOG_ENDPOINT}', project: '\${LOG_PROJECT}', logstore: '\${LOG_LOGSTORE}' }
locale: \${LOCALE}
accounts: { 1234567890123456: example-production }
channels:
  oncall: { type: pagerduty, routing_key: '\${PAGERDUTY_KEY}' }
  team: { type: slack, webhook: '\${SLACK_WEBHOOK}' }
  spare: { type: wecom, webhook: '\${WECOM_WEBHOOK}' }
ledger: { redis: '\${REDIS_URL}' }
route:
  channels: [team]
  repeat_interval: 90m
  routes:
    - match: { level: [critical, high], service: PrivateLink }
      channels: [oncall, team]
      mute_time_intervals: [nights]
      continue: true
      routes:
        - match: { actor: [ci-*, terraform] }
          channels: []
        - match: { level: low }
    - match: { rule: [Endpoint Service Deletd, '*'] }
      group_by: [service, event]
      repeat_interval: 0s
      min_level: medium
    - match: { rule: Staged, actor: alice }
      channels: [oncall]
time_intervals:
  nights: { times: { start_time: '22:00', end_time: '07:00' } }
  month-ends:
    - { weekdays: monday:friday, days_of_month: ['1:3', -1], months: 'december:january', years: 2026, location: Europe/London }
    - { weekdays: sunday }
silences:
  - { match: { actor: ci-* }, ends_at: 2026-11-24T13:00:00+08:00, comment: 'moving house' }
  - { match: { level: low }, ends_at: 2026-11-19T09:00:00+08:00, comment: over }
  - { match: { level: low }, starts_at: 2026-11-21T12:05:00+08:00, ends_at: 2026-11-22T12:00:00+08:00, comment: soon }
record_only: [experimental]
rules: { ${STAGED}: { record_only: true } }
`;

const UNSET = ['not set: LOCALE. What needs them is left out here, and not counted.'];

const AT = ['--at', '2026-11-21T12:00:00+08:00'];

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await mkdir(join(directory, 'rules'));
  await writeFile(join(directory, 'rules', 'a.yml'), deletedRule);
  await writeFile(join(directory, 'rules', 'b.yml'), ruleOf(STAGED, 'Staged', 'acsRegion: cn-x'));
  await writeFile(join(directory, 'trailbell.yml'), SETTINGS);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('the tree shows what each route matches, who is told, and what it says beside that', async () => {
  const { code, out, err } = await cli(['routes', 'show', ...AT], { directory });
  expect({ code, err }).toEqual({ code: 0, err: UNSET });
  expect(`\n${out.join('\n')}\n`).toBe(`
  route                                        → team  group_by=actor  repeat_interval=90m
  ├─ level=critical,high  service=PrivateLink  → oncall, team  mute_time_intervals=nights  continue
  │  ├─ actor=ci-*,terraform                   → nobody
! │  └─ level=low
! ├─ rule="Endpoint Service Deletd",*  group_by=service,event  repeat_interval=0s  min_level=medium
! └─ rule=Staged  actor=alice                  → oncall

time intervals
  nights      22:00–07:00 · Asia/Shanghai
  month-ends  monday–friday · 1–3, last of the month · december–january · 2026 · Europe/London
              sunday · Asia/Shanghai

silences
  actor=ci-*  ends in 3 d
    moving house
  level=low  ended 2 d ago
    over
  level=low  starts in 5 min, ends in 24 h
    soon

staging
  record_only: experimental
  1 rule recorded only: Staged

warnings
  channels.spare: no route names it: no alert is told there
  time_intervals.month-ends: no route names it
  route.routes.1.match.rule: no rule has the id or title 'Endpoint Service Deletd': did you mean
  'Endpoint Service Deleted'?
  route.routes.0.routes.1: nothing gets there: a route above is of other levels
  route.routes.2: nothing gets there: route.routes.1 takes it all
  silences.1: has ended: remove it
`);
  expect(Math.max(...out.map((line) => stringWidth(line)))).toBeLessThanOrEqual(100);
});

test('what needs a variable that is not set is left out of the tree and of cases, and named', async () => {
  const root = await mkdtemp(join(tmpdir(), 'trailbell-'));
  try {
    await mkdir(join(root, 'rules'));
    await writeFile(join(root, 'rules', 'a.yml'), deletedRule);
    await writeFile(
      join(root, 'trailbell.yml'),
      `channels: { a: { type: slack, webhook: '\${HOOK}' }, b: { type: slack, webhook: x } }
route:
  channels: [a]
  routes:
    - { match: { account: '\${SANDBOX}' }, channels: [b] }
`,
    );
    await writeFile(
      join(root, 'cases.yml'),
      `- { name: all, at: 2026-11-21T12:00:00Z, alerts: [{ level: low }], expect: [{ rings: a }] }\n`,
    );
    const err = ['not set: SANDBOX. What needs them is left out here, and not counted.'];
    const shown = await cli(['routes', 'show'], { directory: root });
    expect(shown).toMatchObject({ code: 0, err });
    expect(shown.out.join('\n')).not.toContain('account');
    const played = await cli(['routes', 'test', 'cases.yml'], { directory: root });
    expect(played).toEqual({ code: 0, out: ['1 case passed, 0 failed'], err });
    const env = { SANDBOX: '2345678901234567' };
    const set = await cli(['routes', 'show'], { directory: root, env });
    expect(set.out[1]).toBe('  └─ account=2345678901234567  → b');
    expect(set.err).toEqual([]);
  } finally {
    await rm(root, { recursive: true });
  }
});

/** What `routes show` says of a record: the marked lines of the tree, and what becomes of it. */
async function follow(record: object, args: readonly string[] = AT) {
  const stdin = JSON.stringify(record);
  const said = await cli(['routes', 'show', '--event', '-', ...args], {
    directory,
    stdin,
    interrupted: new AbortController().signal,
  });
  const { out } = said;
  const begin = out.indexOf('event');
  return {
    marked: out.filter((line) => line.startsWith('▸ ')).map((line) => line.slice(2, 18).trim()),
    event: out.slice(begin + 1, out.indexOf('', begin)),
  };
}

test('an event marks the way that it takes, and what becomes of it on each channel is said', async () => {
  expect(await follow(deletion())).toEqual({
    marked: ['route', '├─ level=critica', '├─ rule="Endpoin'],
    event: [
      '  PrivateLink DeleteVpcEndpointService by alice, 2026-11-21T07:04:05Z',
      '  high  Endpoint Service Deleted',
      '    oncall  rings (route.routes.0)',
      '    team    rings (route.routes.0)',
    ],
  });
});

test('what keeps an event from ringing is named, on the route that would tell it', async () => {
  const night = deletion({ eventTime: '2026-11-20T17:00:00Z', acsRegion: 'cn-x' });
  expect((await follow(night)).event).toEqual([
    '  PrivateLink DeleteVpcEndpointService by alice, 2026-11-20T17:00:00Z',
    '  high  Endpoint Service Deleted',
    '    oncall  is muted by mute_time_intervals nights (route.routes.0)',
    '    team    rings (route.routes.1)',
    '  high  Staged',
    '    oncall  is muted by record_only (route.routes.0)',
    '    team    is muted by record_only (route.routes.0)',
  ]);
});

const identity = { type: 'ram-user', accountId: '1234567890123456' };

test('a silence is one at the moment that is asked for', async () => {
  const record = deletion({ userIdentity: { ...identity, userName: 'ci-1' } });
  expect((await follow(record)).event).toContain(
    '    team  is muted by silence until 2026-11-24T05:00:00.000Z: moving house (route.routes.1)',
  );
  const later = await follow(record, ['--at', '2026-11-24T13:00:00+08:00']);
  expect(later.event).toContain('    team  rings (route.routes.1)');
});

test('an event that no rule finds is told to nobody', async () => {
  const { marked, event } = await follow({ eventName: 'DescribeRegions' });
  expect(marked).toEqual([]);
  expect(event[1]).toBe('  no rule that rings on its own finds it');
});

test('what strangers wrote does not reach the terminal as it is', async () => {
  const userName = 'x\u001B[2J\u202E';
  const { event } = await follow(deletion({ userIdentity: { ...identity, userName } }));
  // oxlint-disable-next-line no-control-regex
  expect(event.join('\n')).not.toMatch(/\u001B|\u202E/);
});

test('the record may be one as LookupEvents answers it, and whoever interrupts sees no tree', async () => {
  const stdin = JSON.stringify({ Events: [deletion()] }, null, 2);
  const words = ['routes', 'show', '--event', '-', ...AT];
  const { out } = await cli(words, {
    directory,
    stdin,
    interrupted: new AbortController().signal,
  });
  expect(out).toContain('event');
  const stopped = await cli(words, { directory, stdin, interrupted: AbortSignal.abort() });
  expect(stopped).toMatchObject({ code: 130, out: [] });
});

test('all of it is there for machines', async () => {
  const stdin = JSON.stringify(deletion());
  const args = ['routes', 'show', '--json', '--event', '-', ...AT];
  const interrupted = new AbortController().signal;
  const { out } = await cli(args, { directory, stdin, interrupted });
  expect(out).toHaveLength(1);
  expect(JSON.parse(out[0] ?? '')).toMatchObject({
    route: {
      path: 'route',
      channels: ['team'],
      repeat_interval_ms: 5_400_000,
      routes: [
        {
          path: 'route.routes.0',
          match: { level: ['critical', 'high'], service: ['PrivateLink'] },
          continue: true,
          channels: ['oncall', 'team'],
          group_by: ['actor'],
          mute_time_intervals: ['nights'],
        },
        { min_level: 'medium' },
        {},
      ],
    },
    silences: [{ ends_at: '2026-11-24T05:00:00.000Z' }, {}, {}],
    record_only: { statuses: ['experimental'], rules: ['Staged'] },
    warnings: [
      { kind: 'untold-channel', key: 'channels.spare' },
      { kind: 'unused-interval' },
      { kind: 'unknown-rule' },
      { kind: 'unreachable-route' },
      { kind: 'unreachable-route' },
      { kind: 'ended-silence' },
    ],
    event: {
      findings: [
        {
          title: 'Endpoint Service Deleted',
          routes: ['route.routes.0', 'route.routes.1'],
          channels: [
            { channel: 'oncall', rings: true },
            { channel: 'team', rings: true },
          ],
        },
      ],
    },
  });
});

test.each<readonly [string, readonly string[], RegExp]>([
  ['a moment that is none', ['--at', 'noon'], /--at is a moment/],
  ['a file that is not there', ['--event', 'nowhere.json'], /cannot be read/],
  ['what is no JSON', ['--event', 'trailbell.yml'], /not one JSON object/],
  ['what is no record', ['--event', '-'], /no eventName/],
])('%s is called by its name', async (_, args, says) => {
  const interrupted = new AbortController().signal;
  const world = { directory, stdin: '{}', interrupted };
  const { code, err } = await cli(['routes', 'show', ...args], world);
  expect(code).toBe(2);
  expect(err.join('\n')).toMatch(says);
});

const CASES = `- name: high ones ring
  at: 2026-11-21T12:00:00+08:00
  alerts: [{ rule: Endpoint Service Deleted, service: PrivateLink }]
  expect: [{ rings: [oncall, team] }]
- name: a storm, and a night after it
  steps:
    - at: 2026-11-21T12:00:00+08:00
      alerts:
        - { level: high, service: PrivateLink, actors: 30 }
        - { level: critical, service: PrivateLink, actor: alice, count: 2 }
      expect:
        - { rings: [oncall, team], level: high, times: 20 }
        - { level: critical, rule: any rule, count: 3, suppressed: [team], by: nights }
    - at: 2026-11-21T13:00:00+08:00
      alerts: [{ level: critical, service: PrivateLink, actor: alice }]
      expect: [{ suppressed: [oncall, team] }]
    - at: 2026-11-22T03:00:00+08:00
      alerts: [{ level: high, service: PrivateLink, actor: ci-1 }, { level: high, service: PrivateLink }]
      expect: [{ rings: [oncall, team] }]
`;

test('what comes out otherwise is shown beside what was expected', async () => {
  await writeFile(join(directory, 'cases.yml'), CASES);
  const { code, out, err } = await cli(['routes', 'test', '--verbose', 'cases.yml'], { directory });
  expect({ code, err }).toEqual({ code: 1, err: UNSET });
  expect(`\n${out.join('\n')}\n`).toBe(`
✓ high ones ring
✗ a storm, and a night after it
  step 1, 2026-11-21 12:00:00 Asia/Shanghai
    expected  20 × high · rings oncall, team (6 of them missing)
    got       16 × high any rule ×1 by user-15, … · rings oncall · digest team
    expected  critical any rule ×3 · suppressed team · muted by nights
    got       critical any rule ×2 by alice · rings oncall, team
  step 3, 2026-11-22 03:00:00 Asia/Shanghai
    expected  rings oncall, team
    got       high any rule ×1 by ci-1 · muted team by silence until 2026-11-24T05:00:00.000Z:
              moving house
    expected  nothing
    got       high any rule ×1 by someone · rings team · muted oncall by mute_time_intervals nights
1 case passed, 1 failed
`);
  expect(Math.max(...out.map((line) => stringWidth(line)))).toBeLessThanOrEqual(100);
});

test('cases that pass are counted, and for machines each is an object', async () => {
  const [first = ''] = CASES.split('- name: a storm');
  await writeFile(join(directory, 'cases.yml'), first);
  expect(await cli(['routes', 'test', 'cases.yml'], { directory })).toMatchObject({
    code: 0,
    out: ['1 case passed, 0 failed'],
  });
  const { out } = await cli(['routes', 'test', '--json', 'cases.yml'], { directory });
  expect(out.map((line) => JSON.parse(line))).toMatchObject([
    {
      name: 'high ones ring',
      passes: true,
      steps: [{ at: '2026-11-21T04:00:00.000Z', outcomes: [{ rings: ['oncall', 'team'] }] }],
    },
  ]);
});

test('a mistake in a file of cases names the file, the case and the key', async () => {
  await writeFile(join(directory, 'wrong.yml'), CASES.replace('rings: [oncall, team]', 'ring: a'));
  const { code, err } = await cli(['routes', 'test', 'wrong.yml'], { directory });
  expect(code).toBe(2);
  expect(err.at(-1)).toBe(
    'trailbell routes test: wrong.yml: case "high ones ring".expect.0.ring: is not a known key. ' +
      'Did you mean rings?',
  );
});

test.each([[[]], [['a.yml', 'b.yml']], [['nowhere.yml']]])(
  'routes test %j asks for one file',
  async (args) => {
    expect(await cli(['routes', 'test', ...args], { directory })).toMatchObject({ code: 2 });
  },
);
