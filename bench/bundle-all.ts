import { resolve } from 'node:path';
import { build } from 'esbuild';
import { bundles, BUNDLES } from './bundled.ts';

/**
 * What is measured is bundled first, as what is deployed is: tsx, which runs the rest, wraps functions
 * to keep their names, and that would be measured too.
 */
export async function bundleAll(): Promise<void> {
  await build({
    entryPoints: bundles.map((script) => resolve('bench', `${script}.ts`)),
    outdir: BUNDLES,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
}
