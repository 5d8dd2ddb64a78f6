import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await run('node', ['--import', 'tsx', 'build.ts', folder]);
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const env = {
  PATH: process.env['PATH'],
  LOG_PROJECT: 'example',
  LOG_LOGSTORE: 'actiontrail_example',
  DINGTALK_WEBHOOK: 'https://oapi.dingtalk.com/robot/send?access_token=x',
  SLACK_WEBHOOK: 'https://hooks.slack.com/services/T0/B0/x',
};

test('the bundle, away from node_modules, turns a delivered range into a message', async () => {
  const bundle = join(folder, 'detect', 'index.mjs');
  const { stdout } = await run('node', ['--import', 'tsx', 'test/support/run-bundle.ts', bundle], {
    env,
  });
  const { answer, posted } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect(answer).toMatchObject({ records: 1, alerts: 1, delivered: 2 });
  expect(JSON.stringify(posted)).toContain('epsrv-example1');
});

test('the bundle loads in a bare Node.js, and a configuration that is wrong fails it loudly', async () => {
  const bundle = JSON.stringify(join(folder, 'detect', 'index.mjs'));
  const script = `const { initialize, handler } = await import(${bundle});
    await initialize();
    const credentials = { accessKeyId: 'x', accessKeySecret: 'x' };
    await handler(Buffer.from('{}'), { credentials, function: { timeout: 60 } });`;
  // No channel either: nobody is there to be told of it.
  const unset = { LOG_PROJECT: '', DINGTALK_WEBHOOK: '', SLACK_WEBHOOK: '' };
  const options = { cwd: folder, env: { ...env, ...unset } };
  const failure = run('node', ['--input-type=module', '--eval', script], options);
  await expect(failure).rejects.toThrow(/source\.project: .*LOG_PROJECT/);
});

test('the bundle has its native part beside it, and no rule file', async () => {
  expect((await readdir(join(folder, 'detect'))).toSorted()).toEqual([
    'index.mjs',
    'lz4-napi.linux-x64-gnu.node',
  ]);
});
