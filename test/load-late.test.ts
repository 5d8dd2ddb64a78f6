import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { loadLate } from '../build/load-late.ts';
import type * as redisConnection from '../src/ledger/redis/redis-connection.ts';
import type * as regex from '../src/sigma/items/regex.ts';

/** Bundles one file as build.ts does: the path of the bundle, and what stands beside it. */
async function bundled(file: string) {
  const folder = await mkdtemp(join(tmpdir(), 'trailbell-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'index.mjs');
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [loadLate()],
    logLevel: 'error',
  });
  return { outfile, files: await readdir(folder) };
}

test('a bundle has regular expressions in a file of their own', async () => {
  const { outfile, files } = await bundled('src/sigma/items/regex.ts');
  expect(files).toEqual(['index.mjs', 're2js.cjs']);
  const { compileRegex, regexFault }: typeof regex = await import(outfile);
  const isMet = compileRegex('^delete.+', 'i');
  expect(['DeleteVpc', 'CreateVpc'].filter(isMet)).toEqual(['DeleteVpc']);
  expect(regexFault('(?=ahead)', '')).toMatchObject({ code: 'bad-regex' });
});

test('a bundle has the Redis client in a file of its own', async () => {
  const { outfile, files } = await bundled('src/ledger/redis/redis-connection.ts');
  expect(files).toEqual(['index.mjs', 'ioredis.cjs']);
  const { createRedisConnection }: typeof redisConnection = await import(outfile);
  // Nobody listens there, which only the client can tell.
  const url = new URL('redis://127.0.0.1:1');
  const { send } = createRedisConnection({ url, now: Date.now, prepare: async () => {} });
  await expect(send((redis) => redis.ping())).rejects.toThrow('ECONNREFUSED');
});
