import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { leaveOut } from '../../build/leave-out.ts';
import { slimSls } from '../../build/slim-sls.ts';
import type * as logClient from '../../src/logs/log-client.ts';
import { keys, start } from '../local/started-log-service.ts';

/** Bundled as build.ts does, but for lz4, whose native part stays where it is installed. */
async function bundled(): Promise<typeof logClient> {
  const folder = await mkdtemp(join(tmpdir(), 'trailbell-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'log-client.mjs');
  const lz4 = createRequire(import.meta.url).resolve('lz4-napi');
  await build({
    entryPoints: ['src/logs/log-client.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [
      slimSls(),
      leaveOut(),
      {
        name: 'lz4-in-place',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^lz4-napi$/ }, () => ({ path: lz4, external: true })),
      },
    ],
    logLevel: 'error',
  });
  return await import(outfile);
}

test('a bundle, which leaves most of the SDK out, still has all that the client uses', async () => {
  const { openLogClient } = await bundled();
  const { service, endpoint } = await start();
  const client = openLogClient({
    source: { endpoint, project: 'demo', logstore: 'audit' },
    credentials: {
      accessKeyId: keys.id,
      accessKeySecret: keys.secret,
      securityToken: undefined,
    },
  });
  await client.put([{ time: Math.floor(Date.now() / 1000), contents: { text: 'x' } }], 5_000);
  expect(await client.shards(5_000)).toEqual([0]);
  const [begin, end] = [
    await client.cursorAt(0, 'begin', 5_000),
    await client.cursorAt(0, 'end', 5_000),
  ];
  const page = await client.pull(0, begin, end, 5_000);
  expect(page.nextCursor).toBe(end);
  expect(page.bytes.length).toBeGreaterThan(0);
  service.fail({ kind: 'error', status: 403, errorCode: 'WriteQuotaExceed' }, { times: 4 });
  const quota = { code: 'WriteQuotaExceed', passing: true };
  await expect(client.shards(5_000)).rejects.toMatchObject(quota);
  await expect(client.put([{ time: 0, contents: {} }], 5_000)).rejects.toMatchObject(quota);
});
