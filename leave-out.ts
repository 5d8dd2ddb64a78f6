import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * What the Log Service client requires as it loads and a function never uses: typed requests and
 * answers (ours go through `execute`), dates, XML, deep merging, websockets and proxies. They are most
 * of the bundle, and of the time and the memory that loading it takes. By who requires them.
 */
const leftOut = [
  { module: './models/model', by: '@alicloud/sls20201230/dist/client.js' },
  { module: 'moment', by: '@darabonba/typescript/dist/date.js' },
  { module: 'xml2js', by: '@darabonba/typescript/dist/xml.js' },
  { module: 'lodash', by: '@darabonba/typescript/dist/func.js' },
  { module: 'ws', by: '@darabonba/typescript/dist/websocket.js' },
  { module: 'http-proxy-agent', by: '@darabonba/typescript/dist/websocket.js' },
  { module: 'https-proxy-agent', by: '@darabonba/typescript/dist/websocket.js' },
  { module: 'socks-proxy-agent', by: '@darabonba/typescript/dist/websocket.js' },
] as const;

/**
 * Puts in the place of each a module that throws as soon as anything of it is used. The build fails
 * where a new version of the client no longer requires one of them.
 */
export function leaveOut(): Plugin {
  return {
    name: 'leave-out',
    setup({ onResolve, onLoad, onEnd }) {
      const met = new Set<string>();
      for (const { module, by } of leftOut) {
        onResolve({ filter: new RegExp(`^${module}$`) }, ({ importer }) => {
          if (!importer.endsWith(join('node_modules', by))) return undefined;
          met.add(module);
          return { path: module, namespace: 'left-out' };
        });
      }
      onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({ contents: standIn(path) }));
      onEnd(() => ({
        errors: leftOut
          .filter(({ module }) => !met.has(module))
          .map(({ module, by }) => ({ text: `${by} no longer requires ${module}` })),
      }));
    },
  };
}

/** Loading it, which looks whether it is an ES module, and copying all of its exports do no harm. */
function standIn(module: string): string {
  const message = `${module} is left out of the bundle: leave-out.ts says why`;
  return `module.exports = new Proxy({}, {
    get(_, key) {
      if (key !== '__esModule') throw new Error(${JSON.stringify(message)});
    },
  });`;
}
