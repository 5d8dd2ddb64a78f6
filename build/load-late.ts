import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/**
 * Packages that most starts do without, and what is imported of them: regular expressions, which few
 * events are asked about, and Redis, which not everybody has. Together they are a third of the code.
 */
const late: ReadonlyMap<string, readonly string[]> = new Map([
  ['re2js', ['RE2JS', 'RE2JSSyntaxException']],
  ['ioredis', ['Redis']],
]);

/** Makes a file of each beside the bundle, which is loaded when something of it is first used. */
export function loadLate(): Plugin {
  return {
    name: 'load-late',
    setup({ initialOptions: { outfile = '' }, onResolve, onLoad, onEnd }) {
      const used = new Set<string>();
      onResolve({ filter: new RegExp(`^(${[...late.keys()].join('|')})$`) }, ({ path }) => ({
        path,
        namespace: 'load-late',
      }));
      onResolve({ filter: /\.cjs$/, namespace: 'load-late' }, ({ path }) => ({
        path,
        external: true,
      }));
      onLoad({ filter: /.*/, namespace: 'load-late' }, ({ path }) => {
        used.add(path);
        return { contents: standIn(path) };
      });
      onEnd(async () => {
        for (const name of used) {
          await build({
            entryPoints: [name],
            outfile: join(dirname(outfile), `${name}.cjs`),
            bundle: true,
            minify: true,
            platform: 'node',
            target: 'node20',
            format: 'cjs',
            logLevel: 'warning',
          });
        }
      });
    },
  };
}

/** Node.js keeps what was required, so that each is loaded once. */
function standIn(name: string): string {
  const getters = (late.get(name) ?? []).map(
    (key) => `get ${key}() { return require('./${name}.cjs').${key}; },`,
  );
  return `module.exports = { ${getters.join(' ')} };`;
}
