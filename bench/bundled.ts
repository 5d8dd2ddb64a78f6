import { resolve } from 'node:path';

/** Below bench/, so that the peers in bench/node_modules are found, and ignored by git. */
export const BUNDLES = resolve('bench', 'dist');

/** Scripts of the processes that are measured. */
export const bundles = ['run', 'load-process', 'handler-process', 'two-requests'] as const;

export function bundled(script: (typeof bundles)[number]): string {
  return resolve(BUNDLES, `${script}.mjs`);
}
