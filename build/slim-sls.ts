import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** The client's class begins with its constructor, which says all that is particular to Log Service. */
const constructorPattern =
  /^class Client extends .*\{\n {4}constructor\(config\) \{\n(?: {8}.*\n)+ {4}\}\n/m;

/**
 * Of `@alicloud/sls20201230` a function uses the constructor of the client, and of what that inherits
 * `execute`. Its typed operations and their models are a megabyte, which every cold start would load. The
 * build fails where a new version of the client is written in another way.
 */
export function slimSls(): Plugin {
  return {
    name: 'slim-sls',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]@alicloud[\\/]sls20201230[\\/]dist[\\/]client\.js$/ }, ({ path }) => {
        const begin = constructorPattern.exec(readFileSync(path, 'utf8'))?.[0];
        if (begin === undefined)
          return { errors: [{ text: `${path} has no client that is known` }] };
        return {
          contents: `
            const gateway_sls_1 = { default: require('@alicloud/gateway-sls').default };
            const openapi_core_1 = { default: require('@alicloud/openapi-core').default };
            ${begin}}
            exports.default = Client;`,
        };
      });
    },
  };
}
