import { parseArgs } from 'node:util';
import { readNamedRules } from '../project.ts';
import { problemLine } from '../sigma/render-problem.ts';
import { testRules } from '../workbench/rule-tests/test-rules.ts';
import { type Command, UsageError } from './command.ts';
import { visible } from './output/plain-text.ts';
import { junitLines } from './output/rule-test-junit.ts';
import { jsonLines, summaryLine, testLines } from './output/rule-test-lines.ts';
import { styleFor } from './output/style.ts';

export const rulesTest: Command = {
  name: 'rules test',
  summary: "run the tests that stand in the rules' files",
  help: `Usage: trailbell rules test [--require-both] [--format NAME] [--verbose] [PATH…]

Holds every rule to its own tests: records that it must match and near misses that it must not, and
for correlation rules timelines. It takes the rules in the files and folders named, or all of them;
filters and what a correlation rule counts may stand elsewhere in rules/. Exits with 1 where a test
fails or a rule cannot be read.

  --require-both   a rule without a match and a near miss fails
  --format NAME    text, json (an object a test, one a line, with the rule's id as "rule"), or junit
                   (XML, for CI servers)
  --json           the same as --format json
  --verbose        also name the tests that pass

A rule's tests stand in its file:

  tests:
      - name: deletion by a RAM user
        match: true
        event: {eventName: DeleteDesktops, serviceName: ECD}

Those of a correlation rule say what happens, and when after the beginning:

  tests:
      - name: five deletions within two minutes
        match: true
        base: {eventName: DeleteDesktops, serviceName: ECD, userIdentity: {principalId: '1'}}
        timeline:
            - {at: 0s, times: 4, every: 30s}
            - {at: 2m, event: {requestParameters: {DesktopId: [ecd-example0desktop05]}}}

docs/rules.md, "Tests", has the rest.

Examples:
  trailbell rules test rules/ecd
  trailbell rules test --require-both --format junit > rules.xml`,
  async run(args, { out, err, colours, directory }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'require-both': { type: 'boolean', default: false },
        format: { type: 'string' },
        json: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
      },
    });
    const format = values.format ?? (values.json ? 'json' : 'text');
    if (!/^(text|json|junit)$/.test(format)) {
      throw new UsageError(`--format is text, json or junit, not '${format}'`);
    }
    if (values.json && format !== 'json') {
      throw new UsageError('--json and --format contradict each other');
    }
    const { all, isNamed } = readNamedRules(directory, positionals);
    const problems = all.problems.filter(isNamed);
    for (const problem of problems) err(visible(problemLine(problem)));
    const tested = await testRules(all, { isNamed, requireBoth: values['require-both'] });
    const failed = tested.flatMap(({ results }) =>
      results.filter(({ failure }) => failure !== undefined),
    );
    const wrong = failed.length + problems.length > 0 || tested.length === 0;

    if (format === 'junit') for (const line of junitLines(tested, problems)) out(line);
    else if (format === 'json') for (const line of jsonLines(tested)) out(line);
    else {
      const style = styleFor(colours);
      for (const line of testLines(tested, { style, verbose: values.verbose })) out(line);
      out((wrong ? style.red : style.green)(summaryLine(tested, problems.length)));
    }
    return wrong ? 1 : 0;
  },
};
