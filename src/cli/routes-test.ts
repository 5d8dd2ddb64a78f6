import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readProject } from '../project.ts';
import { problemLine } from '../sigma/render-problem.ts';
import { readRouteCases } from '../workbench/routes/route-cases.ts';
import { openRouteTests } from '../workbench/routes/route-tests.ts';
import { type Command, UsageError } from './command.ts';
import { numberOf } from './output/number-of.ts';
import { visible, visibleJson } from './output/plain-text.ts';
import { stepLines } from './output/route-case-lines.ts';
import { sayUnset } from './output/say-unset.ts';
import { styleFor } from './output/style.ts';

export const routesTest: Command = {
  name: 'routes test',
  summary: 'try what becomes of alerts, before there are any',
  help: `Usage: trailbell routes test [--json] [--verbose] FILE

Plays the cases of a file against trailbell.yml and rules/: what would ring, and on which channels.
It goes through the real routes, groups, repeat intervals and budgets; nobody is told anything, and
no variable of the environment is needed: what needs one that is not set is left out, and named on
standard error. Exits with 1 where a case comes out otherwise.

  --json      one JSON object a case
  --verbose   also name the cases that pass

  - name: a deletion of desktops at night wakes on-call, and once an hour
    steps:
      - at: 2026-11-21T03:00:00+08:00
        alerts:
          - { rule: ECD Cloud Desktops Deleted, actor: alice, count: 3 }
        expect:
          - { rings: [pagerduty, slack], muted: [dingtalk], count: 3 }
      - at: 2026-11-21T03:30:00+08:00
        alerts: [{ rule: ECD Cloud Desktops Deleted, actor: alice }]
        expect: [{ suppressed: [pagerduty, slack] }]

docs/routing.md has all the keys.

Example: trailbell routes test routes.test.yml`,
  async run(args, terminal) {
    const { out, err, env, colours, directory } = terminal;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
      },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('names one FILE of cases');
    const text = readCases(directory, file);
    const project = readProject(directory);
    for (const problem of project.problems) err(problemLine(problem));
    const tests = openRouteTests(project, env);
    sayUnset(tests.unset, terminal);
    const { red, green, bold, dim } = styleFor(colours);
    let failed = 0;
    const cases = readRouteCases(text, file, tests);
    for (const test of cases) {
      const steps = await tests.run(test);
      const wrong = steps.flatMap((step, at) =>
        step.missing.length + step.unexpected.length > 0 ? [{ step, at }] : [],
      );
      if (wrong.length > 0) failed += 1;
      const passes = wrong.length === 0;
      if (values.json) {
        out(visibleJson({ name: test.name, passes, steps }));
      } else if (!passes) {
        out(`${red('✗')} ${bold(visible(test.name))}`);
        for (const { step, at } of wrong) {
          const time = timeText(step.at, tests.timezone);
          out(dim(test.steps.length > 1 ? `  step ${at + 1}, ${time}` : `  ${time}`));
          for (const line of stepLines(step, styleFor(colours))) out(`    ${line}`);
        }
      } else if (values.verbose) out(`${green('✓')} ${visible(test.name)}`);
    }
    if (!values.json) {
      const summary = `${numberOf(cases.length - failed, 'case')} passed, ${failed} failed`;
      out((failed > 0 ? red : green)(summary));
    }
    return failed > 0 ? 1 : 0;
  },
};

function readCases(directory: string, file: string): string {
  try {
    return readFileSync(resolve(directory, file), 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}

/** `2026-11-21 03:30:00 Asia/Shanghai` */
function timeText(time: Date, timeZone: string): string {
  // Sweden writes times as ISO does.
  return `${time.toLocaleString('sv-SE', { timeZone })} ${timeZone}`;
}
