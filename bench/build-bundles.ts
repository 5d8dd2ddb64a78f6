import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** Builds the functions of the project in a directory, as `npm run build` does. */
export async function buildBundles(directory: string, out: string): Promise<void> {
  const words = ['--import', 'tsx', resolve('build.ts'), out];
  const options = { cwd: directory, maxBuffer: 1024 ** 3 };
  await promisify(execFile)(process.execPath, words, options);
}
