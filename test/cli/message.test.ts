import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import stringWidth from 'string-width';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelTypes } from '../../src/channels/index.ts';
import { locales } from '../../src/model/locale.ts';
import { deletion } from '../support/audit-event.ts';
import { cli, type Said } from '../support/terminal.ts';

const rule = (id: string, level: string, detection: string, more = '') => `title: ${id} happened
id: ${id}
level: ${level}
logsource: {product: alicloud, service: actiontrail}
detection:
    selection: ${detection}
    condition: selection
zh: {title: 发生了 ${id}}
${more}`;

const files = {
  'trailbell.yml': `
source: {endpoint: '\${LOG_ENDPOINT}', project: '\${LOG_PROJECT}', logstore: '\${LOG_LOGSTORE}'}
timezone: Europe/Berlin
accounts: {1234567890123456: made-up-account}
channels:
    dingtalk:
        type: dingtalk
        webhook: \${DINGTALK_WEBHOOK}
        secret: \${DINGTALK_SECRET}
        keyword: made-up-keyword
        at: {mobiles: ['13800000000']}
    slack: {type: slack, webhook: https://hooks.slack.com/services/T0/B0/a-secret}
    night: {type: slack, webhook: '\${SLACK_WEBHOOK}', locale: zh}
route:
    channels: [dingtalk, slack]
    routes:
        - match: {actor: quiet}
          channels: []
        - match: {actor: chatty}
          channels: [slack]
        - match: {actor: minor}
          min_level: critical
silences:
    - {match: {actor: silent}, ends_at: 2999-01-01T00:00:00Z, comment: a made-up reason}
rules:
    off: {enabled: false}
`,
  'rules/deleted.yml': rule(
    'deleted',
    'high',
    '{eventName|startswith: DeleteVpc}',
    'runbook: [Ask why.]',
  ),
  'rules/created.yml': rule('created', 'critical', '{eventName: CreateVpcEndpoint}'),
  'rules/off.yml': rule('off', 'high', '{eventName: StopVpcEndpoint}'),
  'rules/many.yml': `${rule('listed', 'low', '{eventName: ListVpcEndpoints}')}---
title: many listed
level: medium
correlation:
    type: event_count
    rules: [listed]
    group-by: [userIdentity.userName]
    timespan: 10m
    condition: {gte: 3}
`,
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(directory, dirname(file)), { recursive: true });
    await writeFile(join(directory, file), text);
  }
});
afterAll(() => rm(directory, { recursive: true, force: true }));

type World = NonNullable<Parameters<typeof cli>[1]>;

const message = async (words: readonly string[], world: World = {}): Promise<Said> =>
  await cli(['message', ...words], {
    directory,
    interrupted: new AbortController().signal,
    ...world,
  });

const shown = async (stdin: unknown, channel: string, more: readonly string[] = []) =>
  await message(['--event', '-', '--channel', channel, ...more], {
    stdin: typeof stdin === 'string' ? stdin : JSON.stringify(stdin),
  });

const payload = ({ out }: Said): unknown => JSON.parse(out.join('\n'));

const by = (userName: string, changes: Readonly<Record<string, unknown>> = {}) =>
  deletion({
    eventId: `event-of-${userName}`,
    userIdentity: { type: 'ram-user', accountId: '1234567890123456', userName },
    ...changes,
  });
const creation = by('carol', { eventName: 'CreateVpcEndpoint' });
const listing = (minute: number) =>
  by('alice', {
    eventId: `event-${minute}`,
    eventName: 'ListVpcEndpoints',
    eventTime: new Date(Date.UTC(2999, 0, 1, 0, minute)).toISOString(),
  });

const cases = channelTypes.flatMap(({ type }) => locales.map((locale) => [type, locale] as const));

test.each(cases)('%s in %s: the words, then the payload that holds them', async (type, locale) => {
  const said = await shown(deletion(), type, ['--locale', locale]);
  expect(said).toMatchObject({ code: 0, err: [] });
  const text = said.out.join('\n');
  const heading = said.out.findIndex((line) => line.startsWith('payload · '));
  expect(said.out[0]).toContain(locale === 'zh' ? '发生了 deleted' : 'deleted happened');
  expect(said.out[1]).toMatch(/^alice .*epsrv-example1/);
  expect(text).toContain('  1. Ask why.');
  expect(text).toMatch(/: https:\/\/actiontrail\.console\.aliyun\.com/);
  expect(said.out[heading]).toMatch(new RegExp(`^payload · ${type} · [\\d,]+ bytes$`));
  expect(said.out[heading + 2]).toBe('{');
  expect(said.out.slice(heading).join('\n')).toContain('alice');
  expect(Math.max(...said.out.map((line) => stringWidth(line)))).toBeLessThanOrEqual(100);
});

test.each(cases)('%s in %s: --json prints the payload alone', async (type, locale) => {
  const words = await shown(deletion(), type, ['--locale', locale]);
  const said = await shown(deletion(), type, ['--locale', locale, '--json']);
  expect(said).toMatchObject({ code: 0, err: [] });
  const body = JSON.stringify(payload(said));
  expect(body).toContain('epsrv-example1');
  const bytes = Buffer.byteLength(body).toLocaleString('en');
  expect(words.out).toContain(`payload · ${type} · ${bytes} bytes`);
});

test('the facts are a table, with the time zone and the accounts of trailbell.yml', async () => {
  const { out } = await shown(deletion(), 'slack');
  expect(out).toContain('  Account    made-up-account (1234567890123456) · cn-hangzhou');
  expect(out).toContain('  Time       2026-11-21 08:04:05 Europe/Berlin · 07:04:05 UTC');
});

test('a channel is shown with its own settings, and without its secrets', async () => {
  const said = await shown(deletion(), 'dingtalk', ['--json']);
  expect(payload(said)).toMatchObject({
    markdown: { text: expect.stringContaining('made-up-keyword') },
    at: { atMobiles: ['13800000000'] },
  });
  const secrets = { DINGTALK_WEBHOOK: 'https://a-secret.example', DINGTALK_SECRET: 'SECa-secret' };
  for (const channel of ['dingtalk', 'slack', 'pagerduty', 'feishu']) {
    const words = ['--event', '-', '--channel', channel];
    const all = await message(words, { env: secrets, stdin: JSON.stringify(deletion()) });
    expect(all.code).toBe(0);
    expect(JSON.stringify(all)).not.toContain('a-secret');
  }
});

test('of several channels of a type one is named', async () => {
  expect((await shown(deletion(), 'slack')).out[0]).toContain('deleted happened');
  const said = await shown(deletion(), 'night');
  expect(said.out[0]).toContain('发生了 deleted');
  expect(said.err).toEqual(['deleted happened: route tells dingtalk, slack, and not night']);
  expect((await shown(deletion(), 'night', ['--locale', 'en'])).out[0]).toContain('happened');
});

test('records of one actor are told together, in whichever way they are given', async () => {
  const records = [1, 2, 3].map((at) => deletion({ eventId: `event-${at}` }));
  const texts = [
    JSON.stringify(records),
    JSON.stringify(records, null, 2),
    records.map((record) => JSON.stringify(record)).join('\n'),
    `\uFEFF${records.map((record) => JSON.stringify(record)).join('\r\n\r\n')}\r\n`,
    records.map((record) => JSON.stringify(record, null, 2)).join('\n'),
  ];
  for (const text of texts) {
    const said = await shown(text, 'dingtalk');
    expect(said).toMatchObject({ code: 0, err: [] });
    expect(said.out.filter((line) => line.startsWith('payload'))).toHaveLength(1);
    expect(said.out[0]).toMatch(/ ×3$/);
  }
  const one = await shown(`${JSON.stringify(deletion(), null, 2)}\n`, 'dingtalk');
  expect(one.out[0]).not.toContain('×');
});

test('a file of records is read like standard input', async () => {
  await writeFile(join(directory, 'event.json'), JSON.stringify(deletion(), null, 4));
  const said = await message(['--event', 'event.json', '--channel', 'webhook', '--json']);
  expect(payload(said)).toMatchObject({ data: { about: { rule: 'deleted', actor: 'alice' } } });
});

test('a call that was denied is told as such', async () => {
  const said = await shown(deletion({ errorCode: 'Forbidden.RAM' }), 'wecom');
  expect(said.out[0]).toMatch(/denied/i);
  expect(said.out.join('\n')).toContain('Forbidden.RAM');
});

test('correlation rules see all records, whenever they happened', async () => {
  const said = await shown([1, 2, 3].map(listing), 'teams');
  expect(said).toMatchObject({ code: 0, err: [] });
  expect(said.out[0]).toContain('many listed');
  const apart = await shown([1, 9, 18].map(listing), 'teams');
  expect(apart).toMatchObject({ code: 1, out: [] });
  expect(apart.err[0]).toBe('no rule rings for PrivateLink ListVpcEndpoints');
  expect(apart.err.join('\n')).toMatch(/listed happened: matched.*correlation/);
});

const several = [by('bob'), creation, deletion()];

test('of several alerts the gravest is first, with a line between', async () => {
  const said = await shown(several, 'dingtalk');
  expect(said).toMatchObject({ code: 0, err: [] });
  expect(said.out[0]).toContain('created happened');
  expect(said.out.filter((line) => line.startsWith('payload'))).toHaveLength(3);
  expect(said.out.filter((line) => /^─+$/.test(line))).toEqual(['─'.repeat(100), '─'.repeat(100)]);
});

test('--json shows the gravest, and one line says how to see the others', async () => {
  const said = await shown(several, 'webhook', ['--json']);
  expect(payload(said)).toMatchObject({ data: { about: { rule: 'created' } } });
  expect(said.err).toEqual([expect.stringMatching(/3 alerts.*--rule.*deleted/)]);
});

test.each(['deleted', 'del', 'deleted happened', '发生了 deleted'])(
  '--rule %s picks',
  async (name) => {
    const said = await shown(several, 'webhook', ['--json', '--rule', name]);
    expect(payload(said)).toMatchObject({ data: { about: { rule: 'deleted', actor: 'bob' } } });
    expect(said.err).toEqual([expect.stringContaining('2 alerts')]);
  },
);

test('--rule that no alert is of names those there are', async () => {
  const said = await shown(several, 'webhook', ['--rule', 'off']);
  expect(said).toMatchObject({ code: 1, out: [] });
  expect(said.err).toEqual([expect.stringMatching(/'off'.*created.*deleted/)]);
});

test('--rule takes what rules explain takes, and says what may have been meant', async () => {
  const byFile = await shown(several, 'webhook', ['--json', '--rule', 'rules/deleted.yml']);
  expect(payload(byFile)).toMatchObject({ data: { about: { rule: 'deleted' } } });
  const typo = await shown(several, 'webhook', ['--rule', 'deletd']);
  expect(typo).toMatchObject({ code: 2, out: [] });
  expect(typo.err.join('\n')).toContain("'deleted'");
});

test('--digest shows all of them in one', async () => {
  const said = await shown(several, 'dingtalk', ['--digest']);
  expect(said).toMatchObject({ code: 0, err: [] });
  expect(said.out[0]).toContain('3 alerts in one digest');
  expect(said.out.filter((line) => line.startsWith('payload'))).toHaveLength(1);
  const json = await shown(several, 'webhook', ['--digest', '--json']);
  expect(json.err).toEqual([]);
  expect(payload(json)).toMatchObject({ data: { title: expect.stringContaining('3 alerts') } });
});

test('--digest of a single alert shows the alert, and says so', async () => {
  const said = await shown(deletion(), 'webhook', ['--digest', '--json']);
  expect(said).toMatchObject({ code: 0, err: [expect.stringContaining('--digest')] });
  expect(payload(said)).toMatchObject({ data: { about: { rule: 'deleted', actor: 'alice' } } });
});

test('--minimal shows the form without event text', async () => {
  for (const { type } of channelTypes) {
    const said = await shown(deletion(), type, ['--minimal']);
    expect(said).toMatchObject({ code: 0, err: [] });
    expect(said.out.join('\n')).not.toMatch(/alice|epsrv/);
    expect(said.out.length).toBeGreaterThan(5);
  }
});

test.each([
  ['quiet', 'slack', /route\.routes\.0 tells nobody/],
  ['chatty', 'dingtalk', /route\.routes\.1 tells slack, and not dingtalk/],
  ['minor', 'slack', /min_level critical/],
  ['silent', 'slack', /silence until 2999.*a made-up reason/],
  ['silent', 'night', /^deleted happened: route tells dingtalk, slack, and not night$/],
  ['silent', 'teams', /silence until 2999/],
  ['quiet', 'teams', /tells nobody/],
])('what is by %s would not ring on %s, and is shown all the same', async (name, channel, why) => {
  const said = await shown(by(name), channel);
  expect(said.code).toBe(0);
  expect(said.out[1]).toContain(name);
  expect(said.err).toEqual([expect.stringMatching(why)]);
});

test('of several alerts each that would not ring is told apart by who and when', async () => {
  const said = await shown([by('quiet'), by('silent'), by('bob')], 'slack');
  expect(said.code).toBe(0);
  expect(said.err.toSorted()).toEqual([
    expect.stringMatching(/^deleted happened by quiet, 2026-11-21T07:04:05Z: .*nobody/),
    expect.stringMatching(/^deleted happened by silent, 2026-11-21T07:04:05Z: .*silence/),
  ]);
});

test('variables that are not set are named, and what needs them is left out', async () => {
  const root = join(directory, 'unset');
  await mkdir(join(root, 'rules'), { recursive: true });
  await writeFile(join(root, 'rules/deleted.yml'), files['rules/deleted.yml']);
  await writeFile(
    join(root, 'trailbell.yml'),
    `
accounts: {1234567890123456: '\${A_NAME}'}
channels:
    x:
        type: dingtalk
        webhook: '\${HOOK}'
        locale: '\${A_LOCALE}'
        at: {mobiles: ['13800000000', '\${A_MOBILE}']}
    y: {type: slack, webhook: '\${HOOK}', locale: '\${ANOTHER}'}
route:
    routes:
        - match: {actor: '\${AN_ACTOR}'}
          channels: []
silences:
    - {match: {level: high}, ends_at: '\${AN_END}', comment: made up}
`,
  );
  const world = { directory: root, stdin: JSON.stringify(deletion()) };
  const said = await message(['--event', '-', '--channel', 'dingtalk', '--json'], world);
  expect(said.code).toBe(0);
  expect(said.err).toEqual([
    expect.stringMatching(/^not set: A_NAME, A_LOCALE, A_MOBILE, ANOTHER, AN_ACTOR, AN_END\./),
  ]);
  expect(payload(said)).toMatchObject({ at: { atMobiles: ['13800000000'] } });
  const env = {
    A_NAME: 'n',
    A_LOCALE: 'zh',
    A_MOBILE: '1',
    AN_ACTOR: 'alice',
    AN_END: '2999-01-01T00:00:00Z',
    ANOTHER: 'en',
  };
  const set = await message(['--event', '-', '--channel', 'x'], { ...world, env });
  expect(set.out[0]).toContain('发生了 deleted');
  expect(set.err).toEqual([expect.stringMatching(/silence|tells nobody/)]);
});

test('where no rule matches, the event is named and where to look', async () => {
  const foreign = await shown({ eventName: 'RunInstances', serviceName: 'Ecs' }, 'slack');
  expect(foreign).toMatchObject({ code: 1, out: [] });
  expect(foreign.err[0]).toBe('no rule matches Ecs RunInstances');
  expect(foreign.err.at(-1)).toContain('npx trailbell scan');
  const off = await shown(by('bob', { eventName: 'StopVpcEndpoint' }), 'slack');
  expect(off.err.join('\n')).toContain('rules/off.yml) is switched off in trailbell.yml');
});

test('a record that is malformed is named with the reason, and costs no other its message', async () => {
  const mixed = await shown(
    ['{"eventName": 3}', JSON.stringify(deletion()), '{"half'].join('\n'),
    'slack',
  );
  expect(mixed.code).toBe(0);
  expect(mixed.out[0]).toContain('deleted happened');
  expect(mixed.err).toEqual([
    'line 1 is no record: no-event-name',
    expect.stringMatching(/^line 3 is not JSON: /),
  ]);
  const list = await shown([deletion(), 7, {}], 'slack');
  expect(list.err).toEqual([
    'record 2 is no record: not-an-object',
    'record 3 is no record: no-event-name',
  ]);
});

test.each([
  ['{\n  "eventName": "X",\n  "a" 3\n}', /^standard input is not JSON: .*line 3, column 7/],
  ['"text"', /not-an-object/],
  ['{}', /no-event-name/],
  ['', /no record/],
  ['[]', /no record/],
])('%j alone is nothing to show', async (text, why) => {
  const said = await shown(text, 'slack');
  expect(said).toMatchObject({ code: 1, out: [] });
  expect(said.err[0]).toMatch(why);
});

test('what strangers wrote moves no cursor and turns no text', async () => {
  const hostile = 'mallory\u001B[2J\u009B31m\u202Egnp\r\n\u2066x\u200B';
  const records = [by(hostile, { userAgent: hostile }), by('bob', { eventName: `X${hostile}` })];
  for (const { type } of channelTypes) {
    for (const more of [[], ['--json'], ['--digest']]) {
      const said = await shown(records, type, more);
      expect(said.code).toBe(0);
      expect([...said.out, ...said.err].join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  }
  const lost = await shown(by('bob', { eventName: `X${hostile}` }), 'slack');
  expect(lost.err.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  const broken = await shown(`{"${hostile}": x}`, 'slack');
  expect(broken.err.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('however long the texts are, nothing is wider than 100 columns', async () => {
  const long = { userAgent: '长'.repeat(3000), requestParameters: { ServiceId: 'x'.repeat(3000) } };
  for (const { type } of channelTypes) {
    const { out } = await shown([by('y'.repeat(300), long), creation], type);
    expect(Math.max(...out.map((line) => stringWidth(line)))).toBe(100);
  }
});

test('a rule file that cannot be read is named, and the others go on', async () => {
  const root = join(directory, 'typo');
  await mkdir(join(root, 'rules'), { recursive: true });
  await writeFile(join(root, 'trailbell.yml'), '{}');
  await writeFile(join(root, 'rules/a.yml'), files['rules/deleted.yml']);
  await writeFile(join(root, 'rules/b.yml'), rule('typo', 'high', '{eventName|endwith: x}'));
  const world = { directory: root, stdin: JSON.stringify(deletion()) };
  const said = await message(['--event', '-', '--channel', 'feishu'], world);
  expect(said.code).toBe(0);
  expect(said.err).toEqual([expect.stringMatching(/^rules\/b\.yml:\d+:\d+ {2}unknown-modifier/)]);
});

test('the example of --help works in a fresh clone, without any environment', async () => {
  const help = (await cli(['message', '--help'])).out.join('\n');
  const record = /echo '(.*?)'/s.exec(help)?.[1] ?? '';
  const said = await shown(record, 'dingtalk');
  expect(said.code).toBe(1);
  for (const { type } of channelTypes) {
    const fresh = await message(['--event', '-', '--channel', type], {
      directory: process.cwd(),
      stdin: record,
    });
    expect(fresh).toMatchObject({ code: 0, err: [] });
    expect(fresh.out[1]).toContain('carol deleted cloud desktops: ecd-example1.');
  }
});

test.each([
  [['--channel', 'slack'], /--event/],
  [['--event', '-'], /dingtalk, .* or /],
  [['--event', '-', '--channel', 'mail'], /slack, .*dingtalk, slack or night, not 'mail'/],
  [['--event', '-', '--channel', 'slak'], /'slak'\. Did you mean slack/],
  [['--event', 'rules', '--channel', 'slack'], /--event: .* is a folder/],
  [['--event', '-', '--channel', 'slack', '--locale', 'de'], /en or zh/],
  [['--event', 'nowhere.json', '--channel', 'slack'], /nowhere\.json/],
  [['--event', '-', '--channel', 'slack', '--colour'], /--help/],
])('%j is refused with a hint', async (words, hint) => {
  const said = await message(words);
  expect(said).toMatchObject({ code: 2, out: [] });
  expect(said.err.join('\n')).toMatch(hint);
});

test('a file that is packed is named with how to unpack it for this command', async () => {
  const words = ['--event', '-', '--channel', 'slack'];
  const packed = async function* () {
    yield Buffer.from('PK\u0003\u0004');
  };
  const said = await message(words, { stdin: packed() });
  expect(said.code).toBe(2);
  expect(said.err[0]).toMatch(/--event: .*zip.*unzip -p … \| trailbell message … --event -/);
});

test('whoever interrupts is shown nothing of half a text', async () => {
  const interrupt = new AbortController();
  const endless = async function* () {
    yield Buffer.from(JSON.stringify(deletion()));
    interrupt.abort();
    await new Promise(() => {});
  };
  const words = ['--event', '-', '--channel', 'slack'];
  const said = await message(words, { stdin: endless(), interrupted: interrupt.signal });
  expect(said).toMatchObject({ code: 130, out: [] });
});
