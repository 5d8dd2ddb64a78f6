import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

/** Beside the bundle. */
const DATA = 'data.json';

/**
 * Keeps what is only data out of the code: the project in place of `#project`, which reads files, and the
 * catalogue. As code it would be read twice, by the compiler first, and that takes 14 ms of a start.
 */
export function shipData(project: string): Plugin {
  const catalogue = new Map<string, unknown>();
  return {
    name: 'ship-data',
    setup({ initialOptions, onResolve, onLoad, onEnd }) {
      onResolve({ filter: /^#(project|data)$/ }, ({ path }) => ({ path, namespace: 'ship-data' }));
      onLoad({ filter: /^#data$/, namespace: 'ship-data' }, () => ({ contents: READ_DATA }));
      onLoad({ filter: /^#project$/, namespace: 'ship-data' }, () => ({
        contents: `import { data } from '#data'; export const project = data.project;`,
      }));
      onLoad({ filter: /[\\/]actiontrail[\\/]catalogue[\\/][\w-]+\.json$/ }, ({ path }) => {
        const service = basename(path, '.json');
        catalogue.set(service, JSON.parse(readFileSync(path, 'utf8')));
        const key = JSON.stringify(service);
        return { contents: `import { data } from '#data'; export default data.catalogue[${key}];` };
      });
      onEnd(() => {
        const shared = JSON.stringify(Object.fromEntries(catalogue));
        const text = `{"project":${project},"catalogue":${shared}}`;
        writeFileSync(join(dirname(initialOptions.outfile ?? ''), DATA), ascii(text));
      });
    },
  };
}

/** A text of ASCII is read as it stands, and takes half the memory of any other. */
const READ_DATA = `import { readFileSync } from 'node:fs';
  export const data = JSON.parse(readFileSync(new URL('./${DATA}', import.meta.url), 'latin1'));`;

function ascii(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
