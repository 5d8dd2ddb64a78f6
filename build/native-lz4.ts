import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import * as z from 'zod';

/** The native part of lz4 for Function Compute's built-in runtimes, whatever machine builds. */
const NATIVE = 'lz4-napi.linux-x64-gnu.node';
const PACKAGE = '@antoniomuso/lz4-napi-linux-x64-gnu';

/** lz4-napi looks for its native part in node_modules; a bundle has it beside itself. */
export function nativeLz4(): Plugin {
  return {
    name: 'native-lz4',
    setup({ initialOptions, onResolve, onLoad, onEnd }) {
      onResolve({ filter: /^lz4-napi$/ }, () => ({ path: 'lz4', namespace: 'native-lz4' }));
      onResolve({ filter: /\.node$/, namespace: 'native-lz4' }, ({ path }) => ({
        path,
        external: true,
      }));
      let used = false;
      onLoad({ filter: /.*/, namespace: 'native-lz4' }, () => {
        used = true;
        return { contents: `module.exports = require('./${NATIVE}');` };
      });
      onEnd(() => {
        if (used) placeNative(join(dirname(initialOptions.outfile ?? ''), NATIVE));
      });
    },
  };
}

const root = resolve(import.meta.dirname, '..');

/**
 * Copies the native part to a file. npm installs it where it would run; elsewhere it is fetched by npm
 * from its registry, in the version that package-lock.json names, and has to have its hash.
 */
export function placeNative(file: string, modules = join(root, 'node_modules')): void {
  const installed = join(modules, PACKAGE, NATIVE);
  if (existsSync(installed)) return copyFileSync(installed, file);
  const { version, integrity } = readLock().packages[`node_modules/${PACKAGE}`];
  const folder = mkdtempSync(join(tmpdir(), 'trailbell-lz4-'));
  const io = { cwd: folder, encoding: 'utf8' } as const;
  try {
    const named = `${PACKAGE}@${version}`;
    // What starts npm on Windows is no program, which only a shell takes.
    const words = ['pack', '--loglevel=error', named];
    const packed = execFileSync('npm', words, { ...io, shell: isWindows });
    const archive = join(folder, packed.trim());
    const [algorithm = '', hash] = integrity.split(/-(.*)/s);
    if (createHash(algorithm).update(readFileSync(archive)).digest('base64') !== hash) {
      throw new Error(`${named} is not what package-lock.json says: its hash differs`);
    }
    execFileSync('tar', ['-xzf', packed.trim()], io);
    copyFileSync(join(folder, 'package', NATIVE), file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const isWindows = process.platform === 'win32';

function readLock() {
  const locked = z.object({ version: z.string().regex(/^[\w.+-]+$/), integrity: z.string() });
  return z
    .object({ packages: z.object({ [`node_modules/${PACKAGE}` as const]: locked }) })
    .parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
}
