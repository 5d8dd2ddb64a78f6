import { parseArgs } from 'node:util';
import { readRules } from '../project.ts';
import { problemLine } from '../sigma/render-problem.ts';
import { runRuleTests } from '../workbench/rule-tests.ts';
import type { Command } from './command.ts';
import { visible } from './plain-text.ts';
import { styleFor } from './style.ts';

export const rulesTest: Command = {
  name: 'rules test',
  summary: "run the tests that stand in the rules' files",
  help: `Usage: trailbell rules test [--verbose] [PATH…]

Holds every rule to its own tests: records that it must match and near misses that it must not.
Without a PATH it takes rules/. Exits with 1 where a test fails or a rule cannot be read.

  --verbose   also name the tests that pass

A rule's tests stand in its file:

  tests:
      - name: deletion by a RAM user
        match: true
        event: {eventName: DeleteDesktops, serviceName: ECD}

Example: trailbell rules test rules/ecd`,
  async run(args, { out, err, colours, directory }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { verbose: { type: 'boolean', default: false } },
    });
    const { rules, correlations, problems } = readRules(
      directory,
      positionals.length > 0 ? positionals : ['rules'],
    );
    for (const problem of problems) err(problemLine(problem));
    const { red, green, bold, dim } = styleFor(colours);
    let passed = 0;
    let failed = 0;
    for (const rule of rules) {
      const results = runRuleTests(rule);
      const bad = results.filter(({ failure }) => failure !== undefined);
      passed += results.length - bad.length;
      failed += bad.length;
      if (bad.length === 0 && !values.verbose) continue;
      out(`${bold(visible(rule.title))}  ${dim(visible(rule.file))}`);
      for (const { name = 'rule', failure } of results) {
        if (failure !== undefined) out(`  ${red('✗')} ${visible(name)}: ${failure}`);
        else if (values.verbose) out(`  ${green('✓')} ${visible(name)}`);
      }
    }
    for (const { title, tests } of correlations) {
      if (tests !== undefined) err(`${visible(title)}: tests of correlation rules are not run yet`);
    }
    const wrong = failed + problems.length > 0 || rules.length === 0;
    const summary = `${rules.length} rules, ${passed} tests passed, ${failed} failed`;
    out((wrong ? red : green)(summary));
    return wrong ? 1 : 0;
  },
};
