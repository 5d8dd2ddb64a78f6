import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { deletion } from '../support/audit-event.ts';
import { linkFewRules } from '../support/few-rules.ts';
import { cli, type Said } from '../support/terminal.ts';
import { HISTORY, LETTERS, startWorld } from '../support/world.ts';

const KEYS = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'test-key',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'test-secret',
  ALIBABA_CLOUD_SECURITY_TOKEN: 'test-token',
};

let world: Awaited<ReturnType<typeof startWorld>>;
let directory: string;

/** A project that reads the local Log Service. */
beforeEach(async () => {
  world = await startWorld();
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await linkFewRules(directory);
  const stores = { dead_letters: { logstore: LETTERS }, history: { logstore: HISTORY } };
  await writeFile(join(directory, 'trailbell.yml'), stringify({ ...world.config, ...stores }));
});

afterEach(async () => {
  await world.close();
  await rm(directory, { recursive: true });
});

function look(
  words: readonly string[],
  { env = {}, ...options }: Parameters<typeof cli>[1] = {},
): Promise<Said> {
  return cli(['doctor', ...words], {
    env: { ...world.env, ...KEYS, ...env },
    directory,
    interrupted: new AbortController().signal,
    ...options,
  });
}

test('where nothing is wrong it ends well', async () => {
  world.logService.put(0, [{ time: 1, topic: 'actiontrail_event', contents: { event: '{}' } }]);
  const said = await look(['--no-channels']);
  expect(said).toMatchObject({ code: 0, err: [] });
  expect(said.out.some((line) => line.startsWith('✓ records'))).toBe(true);
  expect(said.out.at(-1)).toContain('no fault');
});

test('what is wrong ends badly, with the mend below it', async () => {
  const said = await look(['--no-channels'], {
    env: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'another-secret' },
  });
  expect(said.code).toBe(1);
  const at = said.out.findIndex((line) => line.startsWith('✗ credentials'));
  expect(said.out[at + 1]).toContain('→ Set ALIBABA_CLOUD_ACCESS_KEY_SECRET');
  expect(said.out.join('\n')).not.toContain('another-secret');
});

test('a channel that leads to this machine is a fault, as it is for the function', async () => {
  const said = await look(['--channel', 'slack', '--json']);
  const findings = said.out.map((line) => JSON.parse(line));
  expect(findings.filter(({ check }) => check === 'channel')).toMatchObject([
    { about: 'slack', state: 'fault', code: 'config-wrong' },
  ]);
  expect(said.out.join('\n')).not.toContain(world.env.SLACK_WEBHOOK);
});

test('machines get a line a finding', async () => {
  world.put([deletion()]);
  const said = await look(['--no-channels', '--json']);
  const findings = said.out.map((line) => JSON.parse(line));
  expect(findings[0]).toEqual({
    check: 'configuration',
    state: 'fine',
    code: 'ok',
    message: expect.any(String),
  });
});

test('no line is wider than a terminal', async () => {
  const said = await look([], { env: { LOG_ENDPOINT: 'logs.example.com' } });
  expect(said.out.filter((line) => line.length > 100)).toEqual([]);
});

test('progress is shown where somebody looks, and taken away', async () => {
  const shown: (string | undefined)[] = [];
  await look(['--no-channels'], { progress: (line) => shown.push(line) });
  expect(shown).toContain('looking at Log Service …');
  expect(shown.at(-1)).toBeUndefined();
});

test('whoever interrupts it is done', async () => {
  expect(await look([], { interrupted: AbortSignal.abort() })).toMatchObject({ code: 130 });
});

test('a channel that is none is misuse', async () => {
  const said = await look(['--channel', 'slak']);
  expect(said).toMatchObject({ code: 2, out: [] });
  expect(said.err.join('\n')).toContain('Did you mean slack?');
});

test('a channel that is asked for, and none, is misuse', async () => {
  expect(await look(['--channel', 'slack', '--no-channels'])).toMatchObject({ code: 2, out: [] });
});
