import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInbox } from '../../src/local/inbox/inbox-server.ts';
import { deletion } from '../support/audit-event.ts';
import { linkFewRules } from '../support/few-rules.ts';
import { cli as callCli } from '../support/terminal.ts';

/** The project in a place of its own, since a run leaves its dead letters there. */
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await linkFewRules(directory);
  await copyFile('trailbell.yml', join(directory, 'trailbell.yml'));
});

afterAll(() => rm(directory, { recursive: true }));

const cli: typeof callCli = (words, options) => callCli(words, { directory, ...options });

const once = ['start', '--once', '--json', '--events', '-'];

const lines = (...records: readonly unknown[]) =>
  records
    .map((record) => (typeof record === 'string' ? record : JSON.stringify(record)))
    .join('\n');

const parsed = (said: { readonly out: readonly string[] }) =>
  said.out.map((line): unknown => JSON.parse(line));

test('records become one line an alert, and the summary last', async () => {
  const said = await cli(once, {
    stdin: lines(deletion({ eventId: 'a' }), 'null', deletion({ eventId: 'b' }), '{"half'),
  });
  expect(said.code).toBe(0);
  expect(parsed(said)).toEqual([
    {
      rule: '4ea6e253-e3ae-4679-aea4-06c9334154a9',
      level: 'high',
      count: 2,
      events: ['a', 'b'],
      channels: { dingtalk: 'delivered', slack: 'delivered' },
    },
    expect.objectContaining({ records: 4, malformed: 2, evaluated: 2, matches: 2, alerts: 1 }),
  ]);
});

test('every line is a record, an empty one and the last one without an end too', async () => {
  const said = await cli(once, { stdin: `${lines(deletion(), '', 'x')}` });
  expect(parsed(said).at(-1)).toMatchObject({ records: 3, malformed: 2 });
  const ended = await cli(once, { stdin: `${lines(deletion())}\n` });
  expect(parsed(ended).at(-1)).toMatchObject({ records: 1, malformed: 0 });
});

test('nothing at all is a batch without records', async () => {
  const said = await cli(once, { stdin: '' });
  expect(parsed(said)).toEqual([expect.objectContaining({ records: 0, alerts: 0 })]);
});

test('bytes that are no text are one malformed record', async () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`\n${lines(deletion())}`)]);
  const said = await cli(once, { stdin: bytes });
  expect(parsed(said).at(-1)).toMatchObject({ records: 2, malformed: 1, alerts: 1 });
});

test('the samples ring without any set-up', async () => {
  const said = await cli(['start', '--once']);
  expect(said.code).toBe(0);
  expect(said.out.join('\n')).toContain('deleted cloud desktops 3 times');
  expect(said.out.join('\n')).toContain('but was denied (Forbidden.RAM)');
});

test('the samples ring in Chinese', async () => {
  const said = await cli(['start', '--once', '--locale', 'zh']);
  expect(said.out.join('\n')).toContain('成功删除');
});

test('a webhook that is set is rung, in place of the inbox', async () => {
  const real = await startInbox();
  try {
    const said = await cli(once, {
      stdin: lines(deletion()),
      env: { DINGTALK_WEBHOOK: real.webhooks.dingtalk },
    });
    expect(parsed(said)[0]).toMatchObject({ channels: { dingtalk: 'delivered' } });
    expect(real.messages().map(({ channel }) => channel)).toEqual(['dingtalk']);
  } finally {
    await real.close();
  }
});

test.each([
  ['retry', 'dingtalk', { errcode: 130101, errmsg: 'send too fast' }],
  ['refused', 'dingtalk', { errcode: 310000, errmsg: 'keywords not in content' }],
  ['unknown', 'dingtalk', { errcode: 987654, errmsg: 'new' }],
] as const)(
  'a message that ends in %s is said so, and the run has still been one',
  async (fate, channel, body) => {
    const real = await startInbox();
    real.answerWith(channel, { kind: 'answer', answer: { status: 200, body } }, 5);
    try {
      const env = { DINGTALK_WEBHOOK: real.webhooks.dingtalk };
      const said = await cli(once, { stdin: lines(deletion()), env });
      expect(said.code).toBe(0);
      expect(parsed(said)[0]).toMatchObject({ channels: { dingtalk: fate, slack: 'delivered' } });
    } finally {
      await real.close();
    }
  },
);

test('what could not be told or read is said, and can be listed', async () => {
  const said = await cli(['start', '--once', '--events', '-'], { stdin: '{"half' });
  const [, file = ''] = /1 dead letter: .* --file (\S+)$/m.exec(said.err.join('\n')) ?? [];
  const listed = await cli(['deadletters', 'list', '--json', '--file', file]);
  expect(parsed(listed)).toContainEqual(expect.objectContaining({ excerpt: '{"half' }));
});

test('event values cannot drive the terminal', async () => {
  const record = deletion({
    userIdentity: { type: 'ram-user', userName: '\u001B[2J\u202Ebob\u0007' },
  });
  const said = await cli(['start', '--once', '--events', '-'], { stdin: lines(record) });
  expect(said.out.join('\n')).toContain('bob');
  expect(said.out.join('')).not.toMatch(/[\p{Cc}\u202E]/u);
});

test('without --once the page is served until somebody interrupts', async () => {
  const interrupt = new AbortController();
  let status: number | undefined;
  const said = await cli(['start', '--port', '0'], {
    interrupted: interrupt.signal,
    onOut(line) {
      const url = line.match(/The page stays on (\S+)/)?.[1];
      if (!url) return;
      void fetch(url).then((response) => {
        status = response.status;
        interrupt.abort();
      });
    },
  });
  expect(status).toBe(200);
  expect(said.code).toBe(0);
});

/** Answers the first message that DingTalk got as its link's page lets one. */
async function silenceFirst(inbox: string): Promise<void> {
  const messages = decodeURIComponent(await (await fetch(`${inbox}messages`)).text());
  const [link = '', origin = ''] = /(http:[^"?]*)\/a\?t=[\w-]{60}/.exec(messages) ?? [];
  const page = await (await fetch(link)).text();
  const first = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1];
  const body = new URLSearchParams({
    t: first('t') ?? '',
    ticket: first('ticket') ?? '',
    action: 'silence-1h',
    scope: first('scope') ?? '',
    name: 'Carol',
  });
  await fetch(`${origin}/a`, { method: 'POST', body, headers: { origin } });
}

test('with every Enter the same happens again, and what is silenced does not ring', async () => {
  const interrupt = new AbortController();
  let inbox = '';
  let batches = 0;
  const said = await cli(['start', '--port', '0', '--web-port', '0'], {
    interrupted: interrupt.signal,
    hasKeyboard: true,
    stdin: (async function* () {
      await silenceFirst(inbox);
      yield Buffer.from('\n');
    })(),
    onOut(line) {
      inbox ||= /messages on (\S+)/.exec(line)?.[1] ?? '';
      if (/^\d+ of \d+ messages delivered/.test(line)) batches += 1;
      if (batches === 2) interrupt.abort();
    },
  });
  expect(said.code).toBe(0);
  const out = said.out.join('\n');
  expect(out).toContain('18 of 18 messages delivered');
  expect(out).toContain('16 of 18 messages delivered, 2 muted');
  expect(out).toMatch(/dingtalk muted +slack muted\n.*Carol \(not verified\)/);
});

test('without a keyboard nobody is told to press Enter', async () => {
  const said = await cli(['start', '--port', '0', '--web-port', '0']);
  expect(said.code).toBe(0);
  expect(said.out.join('\n')).not.toContain('Enter');
});

test('a channel that is real is said to have links to this machine', async () => {
  const real = await startInbox();
  try {
    const env = { DINGTALK_WEBHOOK: real.webhooks.dingtalk };
    const said = await cli(['start', '--port', '0', '--web-port', '0'], { env });
    expect(said.out.join('\n')).toMatch(/dingtalk.*on this machine alone/);
  } finally {
    await real.close();
  }
});

test('a port that is taken is told as such, where it was asked for', async () => {
  const inbox = await startInbox();
  try {
    const { port } = new URL(inbox.url);
    const said = await cli(['start', '--once', '--port', port]);
    expect(said.code).toBe(2);
    expect(said.err.join('\n')).toContain(`port ${port} is taken`);
    const other = await cli(['start', '--web-port', port]);
    expect(other.code).toBe(2);
    expect(other.err.join('\n')).toContain('--web-port');
  } finally {
    await inbox.close();
  }
});

test('--version and the commands of a group are said', async () => {
  expect((await cli(['--version'])).out[0]).toMatch(/^\d+\.\d+\.\d+$/);
  expect((await cli(['rules'])).err.join('\n')).toContain('rules check');
});

test.each([
  [['start', '--evnts', 'x'], /--help/],
  [['start', '--locale', 'fr'], /en or zh/],
  [['start', '--port', 'high'], /number/],
  [['start', '--web-port', 'high'], /--web-port is a number/],
  [['start', '--once', '--web-port', '0'], /nobody could answer/],
  [['start', '--events', 'no-such-file.ndjson'], /no-such-file/],
  [['strat'], /no command/],
])('%j is refused with a hint', async (words, hint) => {
  const said = await cli(words);
  expect(said.code).toBe(2);
  expect(said.err.join('\n')).toMatch(hint);
  expect(said.out).toEqual([]);
});

test('a directory without a trailbell.yml is told as such', async () => {
  const said = await cli(['start', '--once'], { directory: '/' });
  expect(said.code).toBe(2);
  expect(said.err.join('\n')).toContain('trailbell.yml');
});

test('npx trailbell works without a build', async () => {
  const { stdout } = await promisify(execFile)('npx', ['trailbell', '--help']);
  expect(stdout).toContain('trailbell COMMAND');
});
