import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { placeNative } from '../build/native-lz4.ts';
import { refusedInputs } from '../build/refuse-inputs.ts';
import { sampleRecords } from '../src/local/sample-records.ts';
import { contextOfStandIns, startHttpsStandIns } from './support/https-stand-ins.ts';

const run = promisify(execFile);
const functions = ['detect', 'sweep', 'web'];
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
  DINGTALK_WEBHOOK: 'https://oapi.dingtalk.com/robot/send?access_token=example',
  SLACK_WEBHOOK: 'https://hooks.slack.com/services/T0/B0/example',
};

/** Runs a script in a bare Node.js, away from node_modules. */
function runScript(script: string, more: NodeJS.ProcessEnv = {}) {
  const options = { cwd: folder, env: { ...env, ...more } };
  return run('node', ['--input-type=module', '--eval', script], options);
}

test('detect, from its bundle and over HTTPS, reads the local Log Service and tells the chats', async () => {
  const posted: Promise<string>[] = [];
  const standIns = await startHttpsStandIns(folder, (request) => {
    posted.push(request.clone().text());
  });
  onTestFinished(() => standIns.close());
  // Of one message: Slack takes one a second.
  const records = sampleRecords(new Date())
    .map((record) => JSON.stringify(record))
    .filter((event) => event.includes('epsrv-bp1sample0reports00'));
  standIns.logService.put(
    0,
    records.map((event) => ({
      time: Math.floor(Date.now() / 1000),
      topic: 'actiontrail_event',
      contents: { event },
    })),
  );
  const runBundle = join(folder, 'run-bundle.mjs');
  await build({
    entryPoints: ['test/support/run-bundle.ts'],
    outfile: runBundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const words = [
    runBundle,
    join(folder, 'detect', 'index.mjs'),
    standIns.trigger(),
    JSON.stringify(contextOfStandIns),
    JSON.stringify(standIns.addresses),
  ];
  const { stdout } = await run('node', words, { cwd: folder, env: { ...env, ...standIns.env } });
  const summary = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect(summary).toMatchObject({
    malformed: 0,
    retried: 0,
    deadLetters: 0,
    owed: 2,
    delivered: 2,
  });
  const messages = (await Promise.all(posted)).join();
  expect(messages).toContain('epsrv-bp1sample0reports00');
});

test.each(functions)('%s loads in a bare Node.js and has what the runtime calls', async (name) => {
  const bundle = JSON.stringify(join(folder, name, 'index.mjs'));
  const { stdout } = await runScript(
    `console.log(JSON.stringify(Object.keys(await import(${bundle}))));`,
  );
  const hooks = name === 'web' ? [] : ['preStop'];
  expect(JSON.parse(stdout)).toEqual(expect.arrayContaining(['initialize', 'handler', ...hooks]));
});

/** No channel either: nobody is there to be told of it. */
const unset = { LOG_PROJECT: '', DINGTALK_WEBHOOK: '', SLACK_WEBHOOK: '' };

const callOnce =
  () => `const { initialize, handler } = await import(${JSON.stringify(join(folder, 'detect', 'index.mjs'))});
  await initialize();
  const credentials = { accessKeyId: 'x', accessKeySecret: 'x' };
  await handler(Buffer.from('{}'), { credentials, function: { timeout: 60 } });`;

test('a configuration that is wrong fails the bundle loudly', async () => {
  const failure = runScript(callOnce(), unset);
  await expect(failure).rejects.toThrow(/source\.project: .*LOG_PROJECT/);
});

test('a stack trace names the source where Node.js reads source maps', async () => {
  const failure = runScript(callOnce(), { ...unset, NODE_OPTIONS: '--enable-source-maps' });
  await expect(failure).rejects.toThrow(/src\/config\/resolve-env\.ts:\d+/);
});

test.each(functions)('the folder of %s holds all that it needs, and no rule file', async (name) => {
  const more = name === 'web' ? [] : ['lz4-napi.linux-x64-gnu.node', 're2js.cjs'];
  const files = ['data.json', 'index.mjs', 'index.mjs.map', 'ioredis.cjs', ...more];
  expect((await readdir(join(folder, name))).toSorted()).toEqual(files);
});

const MB = 1024 * 1024;

test.each(functions)('%s is small: what is zipped is fetched at each cold start', async (name) => {
  const files = await readdir(join(folder, name));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, name, file))));
  const zipped = texts.reduce((sum, text) => sum + gzipSync(text).length, 0);
  expect(texts[files.indexOf('index.mjs')]?.length).toBeLessThan(MB);
  expect(zipped).toBeLessThan(1.5 * MB);
});

test('a folder that holds anything else is not built into, and keeps what it holds', async () => {
  const other = join(folder, 'other');
  await mkdir(join(other, 'web'), { recursive: true });
  await writeFile(join(other, 'web', 'mine.txt'), '');
  await writeFile(join(other, 'mine.txt'), '');
  const building = run('node', ['--import', 'tsx', 'build.ts', other]);
  await expect(building).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('mine.txt'),
  });
  expect(await readdir(other)).toEqual(['mine.txt', 'web']);
  expect(await readdir(join(other, 'web'))).toEqual(['mine.txt']);
});

test.each([
  'node_modules/@alicloud/fc2/index.js',
  'node_modules/@alicloud/fc20230330/dist/client.js',
  'node_modules/@alicloud/sls20201230/dist/models/model.js',
  'node_modules/yaml/dist/index.js',
  'src/cli/main.ts',
  'src/local/listen.ts',
  'src/workbench/preview.ts',
  'src/compute/fc3.ts',
])('a build that would put %s into a bundle is refused', (path) => {
  const inputs = { [path]: { bytesInOutput: 1 }, 'src/app.ts': { bytesInOutput: 1 } };
  const output = { bytes: 2, inputs, imports: [], exports: [] };
  expect(refusedInputs({ outputs: { 'index.mjs': output } })).toEqual([path]);
});

test('a module of which nothing is left after bundling is not refused', () => {
  const inputs = { 'src/local/listen.ts': { bytesInOutput: 0 } };
  const output = { bytes: 0, inputs, imports: [], exports: [] };
  expect(refusedInputs({ outputs: { 'index.mjs': output } })).toEqual([]);
});

test.each([
  ['is not the one in package-lock.json', 'echo other > a.tgz; echo a.tgz', /its hash differs/],
  ['cannot be had, as npm says why', 'echo no registry >&2; exit 1', /npm pack .*\n.*no registry/],
])('a native part that npm fetches is refused where it %s', async (_, npm, said) => {
  const bin = await mkdtemp(join(folder, 'bin-'));
  await writeFile(join(bin, 'npm'), `#!/bin/sh\n${npm}\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${bin}:${process.env['PATH']}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const file = join(folder, 'native.node');
  expect(() => placeNative(file, join(folder, 'none'))).toThrow(said);
  expect(existsSync(file)).toBe(false);
});
