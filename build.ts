import { copyFileSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { leaveOut } from './leave-out.ts';
import { readYaml } from './src/config/read-yaml.ts';
import { ConfigError } from './src/model/config-error.ts';
import { type Project, readProject } from './src/project.ts';
import { shippedProject } from './src/shipped-project.ts';
import { checkProject } from './src/workbench/check-project.ts';
import { OWN_DEPLOYMENT } from './src/workbench/not-watched.ts';

// `npm run build [FOLDER]` makes FOLDER/<function>/index.mjs, which runs with no node_modules beside
// it. The configuration and the rules are compiled in; only the environment is left for run time.

const functions = ['detect', 'sweep'];

/** The native part of lz4 for Function Compute's built-in runtimes. */
const NATIVE = 'lz4-napi.linux-x64-gnu.node';

/** What Serverless Devs deploys by, where that is how it is deployed. */
const DEPLOYMENT = 's.yaml';

const [, , out = 'dist'] = process.argv;
const project = readChecked();
rmSync(out, { recursive: true, force: true });
for (const name of functions) {
  const folder = join(out, name);
  await build({
    entryPoints: [join('functions', `${name}.ts`)],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // CommonJS dependencies call require for Node's own modules, which an ES module does not have.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [projectAsData(), catalogueAsText(), nativeLz4(), leaveOut()],
    logLevel: 'warning',
  });
  copyFileSync(nativePath(), join(folder, NATIVE));
  const size = statSync(join(folder, 'index.mjs')).size;
  console.log(`${folder}/index.mjs  ${Math.ceil(size / 1024)} KB, ${project.rules.length} rules`);
}

/** What can be known to be wrong now must not wait for the first batch. */
function readChecked(): Project {
  try {
    const read = readProject(process.cwd());
    const lines = checkProject(read, {
      env: process.env,
      now: Date.now(),
      deployment: readIfThere(DEPLOYMENT),
      own: readIfThere(OWN_DEPLOYMENT),
    });
    for (const line of lines) console.warn(line);
    return read;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

function readIfThere(file: string): unknown {
  return existsSync(file) ? readYaml(readFileSync(file, 'utf8'), file) : undefined;
}

/** In place of `#project`, which reads files: what it would have read. */
function projectAsData(): Plugin {
  const data = shippedProject(project);
  return {
    name: 'project-as-data',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^#project$/ }, () => ({ path: 'project', namespace: 'project' }));
      onLoad({ filter: /.*/, namespace: 'project' }, () => ({
        // Parsing a string is faster than evaluating the same as an object literal.
        contents: `export const project = JSON.parse(${JSON.stringify(data)});`,
      }));
    },
  };
}

/** Each cold start reads all of the catalogue, and parsing a string is faster here too. */
function catalogueAsText(): Plugin {
  return {
    name: 'catalogue-as-text',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]actiontrail[\\/]catalogue[\\/][\w-]+\.json$/ }, ({ path }) => {
        const data = JSON.stringify(JSON.parse(readFileSync(path, 'utf8')));
        return { contents: `export default JSON.parse(${JSON.stringify(data)});` };
      });
    },
  };
}

/** lz4-napi looks for its native part in node_modules; a bundle has it beside itself. */
function nativeLz4(): Plugin {
  return {
    name: 'native-lz4',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^lz4-napi$/ }, () => ({ path: 'lz4', namespace: 'native-lz4' }));
      onResolve({ filter: /\.node$/, namespace: 'native-lz4' }, ({ path }) => ({
        path,
        external: true,
      }));
      onLoad({ filter: /.*/, namespace: 'native-lz4' }, () => ({
        contents: `module.exports = require('./${NATIVE}');`,
      }));
    },
  };
}

function nativePath(): string {
  const path = join('node_modules', '@antoniomuso', 'lz4-napi-linux-x64-gnu', NATIVE);
  if (existsSync(path)) return path;
  throw new Error(
    'lz4 for linux-x64, which Function Compute runs on, is not installed here. ' +
      'Run npm ci --os=linux --cpu=x64 --libc=glibc, then build again.',
  );
}
