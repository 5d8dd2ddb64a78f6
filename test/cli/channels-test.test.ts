import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { DRILL_RULE } from '../../src/alerts/say-drill.ts';
import { createRedisStore } from '../../src/ledger/redis/redis-store.ts';
import { createResponses } from '../../src/ledger/responses.ts';
import { createToldAlerts } from '../../src/ledger/told-alerts.ts';
import { readTold } from '../../src/told-alert.ts';
import { linkFewRules } from '../support/few-rules.ts';
import { cli, type Said } from '../support/terminal.ts';
import { useRedis } from '../support/use-redis.ts';
import { HISTORY, startWorld } from '../support/world.ts';

const redis = useRedis();

const KEYS = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'test-key',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'test-secret',
  ALIBABA_CLOUD_SECURITY_TOKEN: 'test-token',
};

let world: Awaited<ReturnType<typeof startWorld>>;
let directory: string;

beforeEach(async () => {
  world = await startWorld();
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await linkFewRules(directory);
  await project();
});

afterEach(async () => {
  await world.close();
  await rm(directory, { recursive: true });
});

/** The trailbell.yml of the world, with more settings. */
async function project(settings: object = {}): Promise<void> {
  await writeFile(join(directory, 'trailbell.yml'), stringify({ ...world.config, ...settings }));
}

function ring(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> {
  return cli(['channels', 'test', ...words], { env: { ...world.env, ...env }, directory });
}

test('every channel hears of something that never happened', async () => {
  const said = await ring([]);
  expect(said).toMatchObject({ code: 0, err: [] });
  expect(said.out.at(-1)).toBe('2 of 2 drills delivered');
  for (const channel of ['dingtalk', 'slack'] as const) {
    const [shown = '', ...others] = world.shown(channel);
    expect(others).toEqual([]);
    expect(shown).toContain('DRILL');
    expect(shown).toContain('nothing happened');
  }
});

test('only the channels that are named ring, and only theirs has to be set up', async () => {
  const { SLACK_WEBHOOK: _, ...without } = world.env;
  const said = await cli(['channels', 'test', 'dingtalk'], { env: without, directory });
  expect(said.code).toBe(0);
  expect(world.shown('dingtalk')).toHaveLength(1);
  expect(world.shown('slack')).toHaveLength(0);
});

test('the message is in the language that is asked for', async () => {
  await ring(['slack', '--locale', 'zh']);
  expect(world.shown('slack').join('')).toContain('演练');
});

test('no rule, route or mute time keeps a drill from ringing', async () => {
  await project({ route: { min_level: 'critical', channels: ['dingtalk'] } });
  expect((await ring(['slack'])).code).toBe(0);
  expect(world.shown('slack')).toHaveLength(1);
});

test('a channel that refuses is said so, with the mend', async () => {
  const gone = { status: 410, body: 'channel_is_archived' };
  world.inbox.answerWith('slack', { kind: 'answer', answer: gone });
  const said = await ring([]);
  expect(said.code).toBe(1);
  expect(said.out.join('\n')).toContain('channels.slack');
  expect(said.out.at(-1)).toBe('1 of 2 drills delivered');
});

test('machines get an object a channel', async () => {
  const gone = { status: 410, body: 'channel_is_archived' };
  world.inbox.answerWith('slack', { kind: 'answer', answer: gone });
  const said = await ring(['--json']);
  expect(said.out.map((line) => JSON.parse(line))).toEqual([
    { channel: 'dingtalk', kind: 'delivered', form: 'full' },
    {
      channel: 'slack',
      kind: 'refused',
      fault: 'configuration',
      reason: expect.stringContaining('archived'),
    },
  ]);
});

test('a message that is refused for what it says arrives without its text', async () => {
  world.inbox.answerWith('slack', {
    kind: 'answer',
    answer: { status: 400, body: 'invalid_blocks' },
  });
  const said = await ring(['slack', '--json']);
  expect(said.out.map((line) => JSON.parse(line))).toMatchObject([{ form: 'minimal' }]);
  expect(world.shown('slack').join('')).toContain('nothing happened');
});

test('a name that is none is misuse, and what was meant is said', async () => {
  const said = await ring(['slak']);
  expect(said).toMatchObject({ code: 2, out: [] });
  expect(said.err.join('\n')).toContain('Did you mean slack?');
});

test('a webhook that is none is said before anything is sent', async () => {
  const said = await ring([], { SLACK_WEBHOOK: 'https://secret.example/hook' });
  expect(said).toMatchObject({ code: 2, out: [] });
  expect(said.err.join('\n')).toContain('channels.slack.webhook');
  expect(said.err.join('\n')).not.toContain('secret.example');
  expect(world.shown('dingtalk')).toEqual([]);
});

test('a drill is written down in the history, which alone takes keys', async () => {
  await project({ history: { logstore: HISTORY } });
  expect(await ring(['slack'])).toMatchObject({ code: 2 });
  expect((await ring(['slack'], KEYS)).code).toBe(0);
  const logs = await world.logs(HISTORY);
  expect(logs.map((log) => [log.text('kind'), log.text('answer')])).toEqual([
    ['drill', 'delivered'],
  ]);
});

const web = { url: 'https://alerts.example.com', keys: ['a-web-key-of-at-least-32-characters'] };

redis.test('where people can answer, a drill can be answered, by a rule of its own', async () => {
  const ledger = redis.ledger();
  await project({ web, ledger });
  expect((await ring(['slack'])).code).toBe(0);
  expect(world.shown('slack').join('')).toContain('Silence 1 h');
  const url = new URL(ledger.redis);
  const store = createRedisStore({ url, prefix: ledger.prefix, now: Date.now });
  const [kept] = await createToldAlerts(store.cells('told'), Date.now).recent(5);
  const told = readTold(kept?.text ?? '');
  expect(told?.channels).toEqual(['slack']);
  const [subject, ...wider] = told?.subjects ?? [];
  if (subject === undefined) throw new Error('the drill was not kept');
  expect([subject, ...wider].every(({ rule }) => rule === DRILL_RULE)).toBe(true);

  await createResponses(store.cells('responses'), { now: Date.now }).acknowledge({
    kind: 'acknowledgement',
    id: 'a'.repeat(32),
    subject,
    alert: kept?.id ?? '',
    title: 'a drill',
    by: { name: 'bob', isVerified: false, address: '192.0.2.7' },
    at: Date.now(),
    comment: 'seen',
  });
  await store.rest();
  await ring(['slack']);
  expect(world.shown('slack').at(-1)).toContain('bob');
});

test('links that nobody could answer are refused before anything is sent', async () => {
  await project({ web });
  const said = await ring([]);
  expect(said).toMatchObject({ code: 2, out: [] });
  expect(said.err.join('\n')).toContain('ledger.redis');
});
