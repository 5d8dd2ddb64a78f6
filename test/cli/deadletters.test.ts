import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { letterLines } from '../../src/cli/output/letter-lines.ts';
import { styleFor } from '../../src/cli/output/style.ts';
import type { LetterEntry } from '../../src/deadletters/dead-letters.ts';
import { openFileLetters } from '../../src/deadletters/file-letters.ts';
import { writeEntry } from '../../src/deadletters/letter-text.ts';
import {
  alertLetter,
  alertOf,
  GIVEN_UP,
  rangeLetter,
  recordLetter,
  settled,
} from '../deadletters/letters.ts';
import { keys, start } from '../local/started-log-service.ts';
import { cli } from '../support/terminal.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

let files = 0;
async function fileOf(...entries: readonly LetterEntry[]): Promise<string> {
  files += 1;
  const path = join(directory, `letters-${files}.ndjson`);
  await writeFile(path, '');
  await openFileLetters(path).write(entries);
  return path;
}

const list = async (words: readonly string[], world: Parameters<typeof cli>[1] = {}) =>
  await cli(['deadletters', 'list', ...words], { directory, ...world });

const listed = async (entries: readonly LetterEntry[], ...words: readonly string[]) =>
  await list(['--file', await fileOf(...entries), ...words]);

const idsOf = ({ out }: { readonly out: readonly string[] }) =>
  out.map((line): unknown => JSON.parse(line).id);

test('what is open is listed, with why and how often it was given up', async () => {
  const again = alertLetter({ time: new Date(GIVEN_UP + 65_000) });
  const said = await listed([alertLetter(), recordLetter(), rangeLetter(), again]);
  expect(said).toEqual({
    code: 0,
    err: [],
    out: [
      'WHEN (UTC)           KIND    ID        WHAT',
      '2026-11-21 08:00:00  record  b1b2c3d4  actiontrail_example, shard 1',
      '                                       record 12 of page MTUyOTQ4MDIwOTY1NTk3ODQ2Mw==',
      '                                       1 attempt: not-json',
      '2026-11-21 08:00:00  range   c1b2c3d4  actiontrail_example, shard 0',
      '                                       from MTUyOTQ4MDIwOTY1NTk3ODQ2Mw==',
      '                                       to   MTUyOTQ4MDIwOTY1NTk3ODQ2NA==',
      '                                       10 attempts: older than 1h',
      '2026-11-21 08:01:05  alert   a1b2c3d4  high  PrivateLink endpoint service deleted → dingtalk',
      '                                       5 attempts, given up 2 times: the robot answered 310000:',
      '                                       keywords not in content',
      '',
      '3 dead letters: 1 record, 1 alert, 1 range',
    ],
  });
});

test('where everything is settled there is nothing to list', async () => {
  const { id } = rangeLetter();
  const nothing = { code: 0, err: [] };
  expect(await listed([rangeLetter(), settled(id)])).toEqual({
    ...nothing,
    out: ['No dead letters.'],
  });
  expect(await listed([], '--json')).toEqual({ ...nothing, out: [] });
});

test('one kind is listed alone', async () => {
  const letters = [alertLetter(), recordLetter(), rangeLetter()];
  expect(idsOf(await listed(letters, '--kind', 'range', '--json'))).toEqual([rangeLetter().id]);
  const alerts = await listed([recordLetter()], '--kind', 'alert');
  expect(alerts.out).toEqual(['No dead letters.']);
});

test('letters of before a time are left out', async () => {
  const ago = (hours: number) =>
    rangeLetter({ id: String(hours), time: new Date(Date.now() - hours * 3_600_000) });
  const letters = [ago(24 * 10), ago(30), ago(1)];
  const since = async (from: string) => idsOf(await listed(letters, '--json', '--from', from));
  expect(await since('30d')).toEqual(['240', '30', '1']);
  expect(await since('7d')).toEqual(['30', '1']);
  expect(await since('90m')).toEqual(['1']);
  expect(await since(ago(5).time.toISOString())).toEqual(['1']);
  expect(await since('2001-02-03')).toEqual(['240', '30', '1']);
});

test('with --json a letter is told whole, and how often it was given up', async () => {
  const said = await listed([alertLetter(), recordLetter()], '--json');
  expect(said.out.map((line): unknown => JSON.parse(line))).toEqual([
    { ...JSON.parse(writeEntry(alertLetter())), times: 1 },
    { ...JSON.parse(writeEntry(recordLetter())), times: 1 },
  ]);
});

const hostile = '\u001B[2J\u0007\u009B31m\u202Eevil\u{E0041}\n\r\t';
const { rule } = alertOf();
const hostileLetters = [
  alertLetter({
    id: `h${hostile}`,
    reason: hostile,
    channel: hostile,
    alert: alertOf({ rule: { ...rule, title: hostile } }),
  }),
  recordLetter({
    excerpt: hostile,
    origin: { logstore: hostile, shard: 0, cursor: hostile, index: 0 },
  }),
  rangeLetter({ logstore: hostile, beginCursor: hostile, endCursor: hostile }),
];

test.each([[[]], [['--json']]])(
  'texts of strangers do nothing to the terminal, with %j',
  async (words) => {
    const { out } = await listed(hostileLetters, ...words);
    expect(out.length).toBeGreaterThan(2);
    for (const line of out) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  },
);

test('with --json texts of strangers are still what they were', async () => {
  const { out } = await listed(hostileLetters, '--json', '--kind', 'record');
  expect(JSON.parse(out[0] ?? '')).toMatchObject({ excerpt: hostile });
});

test('however long a letter is, it stays in its columns', async () => {
  const long = '删除终端节点服务 and a desktop, '.repeat(9);
  const { out } = await listed([
    alertLetter({ reason: long, alert: alertOf({ rule: { ...rule, title: long } }) }),
    rangeLetter({ beginCursor: 'M'.repeat(200), reason: 'x'.repeat(200) }),
  ]);
  for (const line of out) expect(stringWidth(line)).toBeLessThanOrEqual(100);
  expect(out.join('').replace(/\s/g, '')).toContain(long.replace(/\s/g, ''));
});

test('ids are cut as far as they can still be told apart', async () => {
  const ids = ['aaaaaaaaaa11', 'aaaaaaaaaa22', 'b'];
  const { out } = await listed(ids.map((id) => rangeLetter({ id })));
  const shown = out.flatMap((line) => / range +(\w+) /.exec(line)?.[1] ?? []);
  expect(shown).toEqual(['aaaaaaaaaa1', 'aaaaaaaaaa2', 'b']);
});

test('the level of an alert has its colour', () => {
  const line = (level: typeof rule.level) =>
    letterLines(
      [{ letter: alertLetter({ alert: alertOf({ rule: { ...rule, level } }) }), times: 1 }],
      styleFor(true),
    )[1];
  expect(line('critical')).toContain('\u001B[31mcritical\u001B[0m  Private');
  expect(line('medium')).toContain('\u001B[33mmedium\u001B[0m  Private');
  expect(line('low')).not.toContain('\u001B');
});

test('what cannot be read is said, beside what can be', async () => {
  const file = await fileOf(rangeLetter());
  await appendFile(file, 'hello\n{"kind":"ra');
  const said = await list(['--file', file, '--json']);
  expect(said.code).toBe(0);
  expect(idsOf(said)).toEqual([rangeLetter().id]);
  expect(said.err).toEqual([expect.stringMatching(/^2 entries could not be read/)]);
});

const config = (more: string) => `
source: { endpoint: '\${LOG_ENDPOINT}', project: demo, logstore: audit }
channels: { slack: { type: slack, webhook: '\${SLACK_WEBHOOK}' } }
${more}`;

/** A project that keeps its letters in a logstore, as a person at a terminal sees it. */
async function cloud(options: Parameters<typeof start>[0] = {}) {
  const { service, endpoint } = await start({ more: ['letters'], shards: 2, ...options });
  await writeFile(join(directory, 'trailbell.yml'), config('dead_letters: { logstore: letters }'));
  const env = {
    LOG_ENDPOINT: endpoint,
    ALIBABA_CLOUD_ACCESS_KEY_ID: keys.id,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: keys.secret,
  };
  const put = (shard: number, letter: LetterEntry) =>
    service.put(shard, [{ time: 0, contents: { letter: writeEntry(letter) } }], {
      logstore: 'letters',
    });
  return { service, env, put };
}

test('letters are found in the logstore that trailbell.yml names', async () => {
  const { env, put } = await cloud();
  put(1, alertLetter());
  put(0, recordLetter());
  put(0, settled(recordLetter().id, GIVEN_UP + 1));
  const said = await list(['--json'], { env });
  expect(said).toMatchObject({ code: 0, err: [] });
  expect(idsOf(said)).toEqual([alertLetter().id]);
});

test('temporary keys are used with their token', async () => {
  const { env } = await cloud({ accessKeys: { ...keys, securityToken: 'token' } });
  const said = await list([], { env: { ...env, ALIBABA_CLOUD_SECURITY_TOKEN: 'token' } });
  expect(said).toMatchObject({ code: 0, out: ['No dead letters.'] });
});

test.each(['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'LOG_ENDPOINT'])(
  'without %s it says what is missing',
  async (name) => {
    const { env } = await cloud();
    const said = await list([], { env: { ...env, [name]: '' } });
    expect(said).toMatchObject({ code: 2, out: [], err: [expect.stringContaining(name)] });
  },
);

test('what Log Service refuses is said with what is needed', async () => {
  const { service, env } = await cloud();
  service.fail({ kind: 'error', status: 403, errorCode: 'Unauthorized' });
  const said = await list([], { env });
  expect(said).toMatchObject({ code: 1, out: [] });
  expect(said.err).toEqual([expect.stringMatching(/Unauthorized.*log:ListShards/)]);
});

test('letters are found in the file that trailbell.yml names', async () => {
  await writeFile(
    join(directory, 'trailbell.yml'),
    config('dead_letters: { file: kept/x.ndjson }'),
  );
  const env = { LOG_ENDPOINT: 'cn-hangzhou.log.aliyuncs.com' };
  expect(await list([], { env })).toMatchObject({ code: 0, out: ['No dead letters.'] });
  await openFileLetters(join(directory, 'kept', 'x.ndjson')).write([rangeLetter()]);
  expect(idsOf(await list(['--json'], { env }))).toEqual([rangeLetter().id]);
});

test('credentials go to Log Service only', async () => {
  const { env } = await cloud();
  const said = await list([], { env: { ...env, LOG_ENDPOINT: 'log.example.com' } });
  expect(said).toMatchObject({ code: 2, err: [expect.stringContaining('source.endpoint')] });
});

test('a project that keeps no letters says so', async () => {
  await writeFile(join(directory, 'trailbell.yml'), config(''));
  const said = await list([], { env: { LOG_ENDPOINT: 'cn-hangzhou.log.aliyuncs.com' } });
  expect(said).toMatchObject({
    code: 2,
    err: [expect.stringContaining('dead_letters'), expect.anything()],
  });
});

test.each([
  [['--kind', 'alarm'], /--kind is record, alert, digest, range/],
  [['--from', 'yesterday'], /--from is a time such as/],
  [['--from', '2026-99-99'], /--from is a time such as/],
  [['--file', 'nowhere.ndjson'], /nowhere\.ndjson cannot be read/],
  [['--file', '.'], /is a folder/],
  [['--all'], /--all/],
])('called with %j it says what it takes', async (words, message) => {
  const said = await list(words);
  expect(said).toMatchObject({ code: 2, out: [] });
  expect(said.err[0]).toMatch(message);
});
