import type { Metafile } from 'esbuild';

/** What no function needs, by the paths of its files: it would only make starts slower. */
const refused: readonly RegExp[] = [
  /(^|\/)node_modules\/(@alicloud\/(fc2|fc20230330|sls20201230\/dist\/models)|yaml|tsx|esbuild|playwright-core|msw)\//,
  /(^|\/)src\/(cli|local|workbench|compute)\//,
  /(^|\/)src\/(project|project-here)\.ts$/,
];

/** The files that got into a bundle and must not. */
export function refusedInputs({ outputs }: Pick<Metafile, 'outputs'>): readonly string[] {
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && isRefused(path))
      .map(([path]) => path),
  );
}

function isRefused(path: string): boolean {
  return refused.some((pattern) => pattern.test(path));
}
