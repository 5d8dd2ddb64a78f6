import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * What the SDK behind the Log Service client requires as it loads and a function never uses: dates, XML,
 * deep merging, websockets, and ways to credentials that the call's context brings. They are most of the
 * bundle, and of the time and the memory that loading it takes. By who requires them.
 */
const leftOut = [
  { module: './websocketUtils', by: '@alicloud/openapi-core/dist/client.js' },
  { module: './websocket', by: '@darabonba/typescript/dist/index.js' },
  { module: 'moment', by: '@darabonba/typescript/dist/date.js' },
  { module: 'xml2js', by: '@darabonba/typescript/dist/xml.js' },
  { module: 'lodash', by: '@darabonba/typescript/dist/func.js' },
  ...[
    './rsa_key_pair_credential',
    './bearer_token_credential',
    './providers/ram_role_arn',
    './providers/oidc_role_arn',
    './providers/ecs_ram_role',
    './providers/default',
    './providers/uri',
    './providers/cli_profile',
    './providers/profile',
    './providers/env',
  ].map((module) => ({ module, by: '@alicloud/credentials/dist/src/client.js' })),
];

/**
 * Puts in the place of each a module that throws as soon as anything of it is used. The build fails
 * where a new version of the client no longer requires one of them.
 */
export function leaveOut(): Plugin {
  return {
    name: 'leave-out',
    setup({ initialOptions, onResolve, onLoad, onEnd }) {
      initialOptions.metafile = true;
      const met = new Set<string>();
      for (const { module, by } of leftOut) {
        onResolve({ filter: new RegExp(`^${module}$`) }, ({ importer }) => {
          if (!importer.endsWith(join('node_modules', by))) return undefined;
          met.add(module);
          return { path: module, namespace: 'left-out' };
        });
      }
      onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({ contents: standIn(path) }));
      onEnd(({ metafile }) => {
        const loaded = Object.keys(metafile?.inputs ?? {});
        const missed = leftOut.filter(
          ({ module, by }) => !met.has(module) && loaded.some((path) => path.endsWith(by)),
        );
        return {
          errors: missed.map(({ module, by }) => ({ text: `${by} no longer requires ${module}` })),
        };
      });
    },
  };
}

/** Loading it, which looks whether it is an ES module, and copying all of its exports do no harm. */
function standIn(module: string): string {
  const message = `${module} is left out of the bundle: build/leave-out.ts says why`;
  return `module.exports = new Proxy({}, {
    get(_, key) {
      if (key !== '__esModule') throw new Error(${JSON.stringify(message)});
    },
  });`;
}
