import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { leaveOut } from './build/leave-out.ts';
import { loadLate } from './build/load-late.ts';
import { nativeLz4 } from './build/native-lz4.ts';
import { refusedInputs } from './build/refuse-inputs.ts';
import { shipData } from './build/ship-data.ts';
import { type Built, sizeReport } from './build/size-report.ts';
import { slimSls } from './build/slim-sls.ts';
import { readYaml } from './src/config/read-yaml.ts';
import { ConfigError } from './src/model/config-error.ts';
import { type Project, readProject } from './src/project.ts';
import { shippedProject } from './src/shipped-project.ts';
import { checkProject, deploymentFile } from './src/workbench/check-project.ts';
import { OWN_DEPLOYMENT } from './src/workbench/not-watched.ts';

// `npm run build [FOLDER]` makes FOLDER/<function>/index.mjs, which runs with no node_modules beside
// it. The configuration and the rules are compiled in; only the environment is left for run time.

const [, , out = 'dist'] = process.argv;
const functions = ['detect', 'sweep', 'web'];

// The folder is made anew, and whoever names one may have meant to put something beside the rest.
const other = existsSync(out) && readdirSync(out).find((name) => !functions.includes(name));
if (other) {
  fail(
    `${out} has ${other} in it, which no build made: name a folder that may be replaced, or remove it`,
  );
}

const project = readChecked();
/** The pages match nothing. */
const withoutRules: Project = { config: project.config, rules: [], correlations: [] };

rmSync(out, { recursive: true, force: true });
const built: Built[] = [];
for (const name of functions) {
  const ships = name === 'web' ? withoutRules : project;
  const folder = join(out, name);
  const { metafile } = await build({
    entryPoints: [join('functions', `${name}.ts`)],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    minify: true,
    sourcemap: 'linked',
    // The names and lines of the sources are enough to find an error by.
    sourcesContent: false,
    metafile: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // CommonJS dependencies call require for Node's own modules, which an ES module does not have.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [shipData(shippedProject(ships)), nativeLz4(), loadLate(), slimSls(), leaveOut()],
    logLevel: 'warning',
  });
  const [refused] = refusedInputs(metafile);
  if (refused !== undefined) fail(`${folder}/index.mjs must not have ${refused} in it`);
  built.push({ folder, metafile });
}
console.log(`${sizeReport(built)}\n${project.rules.length} rules`);

function fail(problem: string): never {
  console.error(problem);
  process.exit(1);
}

/** What can be known to be wrong now must not wait for the first batch. */
function readChecked(): Project {
  try {
    const read = readProject(process.cwd());
    const lines = checkProject(read, {
      env: process.env,
      now: Date.now(),
      deployment: readIfThere(deploymentFile(read.config)),
      own: readIfThere(OWN_DEPLOYMENT),
    });
    for (const line of lines) console.warn(line);
    return read;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    fail(error.message);
  }
}

function readIfThere(file: string): unknown {
  return existsSync(file) ? readYaml(readFileSync(file, 'utf8'), file) : undefined;
}
