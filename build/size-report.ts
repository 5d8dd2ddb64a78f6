import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';

/** How many of a bundle's parts are named. */
const NAMED = 5;

/** A folder that was built, and what its code was made of. */
export interface Built {
  readonly folder: string;
  readonly metafile: Metafile;
}

const heading = ['function', 'code', 'zipped', 'all zipped', 'takes most, in KB'];

/**
 * A table: the code of each function, as it is read and as it is fetched; all that its folder holds, which
 * a cold start fetches; and what takes most of the code.
 */
export function sizeReport(built: readonly Built[]): string {
  const rows = [heading, ...built.map(rowOf)];
  const widths = heading.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => {
          const width = widths[at] ?? 0;
          return at > 0 && at < heading.length - 1 ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function rowOf({ folder, metafile }: Built): readonly string[] {
  const files = readdirSync(folder).map((name) => {
    const bytes = readFileSync(join(folder, name));
    return { isCode: name.endsWith('.mjs'), size: bytes.length, zipped: gzipSync(bytes).length };
  });
  const code = files.filter(({ isCode }) => isCode);
  return [
    basename(folder),
    kilobytes(sum(code.map(({ size }) => size))),
    kilobytes(sum(code.map(({ zipped }) => zipped))),
    kilobytes(sum(files.map(({ zipped }) => zipped))),
    largest(metafile),
  ];
}

function largest({ outputs }: Metafile): string {
  const sums = new Map<string, number>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const part = partOf(path);
      sums.set(part, (sums.get(part) ?? 0) + bytesInOutput);
    }
  }
  return [...sums]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, NAMED)
    .map(([part, bytes]) => `${part} ${Math.ceil(bytes / 1024)}`)
    .join(', ');
}

/** The package that a file belongs to, or our own folder. */
function partOf(path: string): string {
  const [, named] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  return named ?? path.replace(/.*?(src\/[^/]+)\/.*/, '$1');
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
