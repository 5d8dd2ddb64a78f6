import { execFileSync, fork } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleAll } from './bundle-all.ts';
import { bundled } from './bundled.ts';
import { type Finding, findingShape, passed } from './finding.ts';
import { machine } from './machine.ts';
import { endProgress } from './progress.ts';
import { markdown, terminalLines } from './report.ts';
import { type Target, targets } from './targets.ts';

/**
 * `npm run bench -- [--json] [--write] [TARGET…]` measures what docs/benchmarks.md promises: all of it,
 * or the targets named, `1` for `1a` to `1d`. Exits with 1 where a target is missed.
 */
const words = process.argv.slice(2);
const flags = new Set(words.filter((word) => word.startsWith('--')));
const wanted = wantedTargets(words.filter((word) => !word.startsWith('--')));
const [unknown] = [...flags].filter((flag) => flag !== '--json' && flag !== '--write');
if (unknown) misused(`there is no option ${unknown}`);
if (flags.has('--write') && wanted.length < targets.length) misused('--write takes all targets');

if (!existsSync(join('bench', 'node_modules'))) {
  execFileSync('npm', ['ci', '--prefix', 'bench'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
await bundleAll();
const on = machine(new Date());
const json = flags.has('--json');
if (!json) console.log(`${on.processor}, Node.js ${on.node}, ${on.date}\n`);

const findings: Finding[] = [];
for (const target of wanted) {
  const finding = await measure(target);
  findings.push(finding);
  if (!json) console.log(terminalLines(finding).join('\n'));
}
if (json) {
  const targetsJson = findings.map((finding) => ({ ...finding, passed: passed(finding) }));
  console.log(JSON.stringify({ ...on, targets: targetsJson }, undefined, 2));
}
if (flags.has('--write')) {
  const path = join('docs', 'benchmarks.md');
  writeFileSync(path, markdown(on, findings));
  execFileSync(join('node_modules', '.bin', 'oxfmt'), [path]);
}
process.exitCode = findings.every(passed) ? 0 : 1;

/** In a process of its own, so that no target runs on what another one left behind. */
async function measure(target: Target): Promise<Finding> {
  const child = fork(bundled('run'), [target], { execArgv: ['--expose-gc'] });
  const answer = await new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`target ${target} could not be measured`)));
  });
  endProgress();
  return findingShape.parse(answer);
}

function wantedTargets(names: readonly string[]): readonly Target[] {
  if (names.length === 0) return targets;
  for (const name of names) {
    if (!targets.some((target) => target.startsWith(name))) misused(`there is no target ${name}`);
  }
  return targets.filter((target) => names.some((name) => target.startsWith(name)));
}

function misused(problem: string): never {
  console.error(`${problem}\nUsage: npm run bench -- [--json] [--write] [${targets.join(' | ')}]…`);
  process.exit(2);
}
