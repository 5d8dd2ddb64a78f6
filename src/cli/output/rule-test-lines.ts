import { ruleId } from '../../rule-faults.ts';
import type { TestedRule } from '../../workbench/rule-tests/test-rules.ts';
import { besideFile } from './beside-file.ts';
import { hanging, inset } from './hanging.ts';
import { numberOf } from './number-of.ts';
import { visible, visibleJson } from './plain-text.ts';
import type { Style } from './style.ts';

/** The tests that failed below their rules, or all of them. */
export function testLines(
  tested: readonly TestedRule[],
  { style, verbose }: { readonly style: Style; readonly verbose: boolean },
): readonly string[] {
  const { red, green, bold, dim } = style;
  return tested.flatMap(({ rule, results }) => {
    const shown = verbose ? results : results.filter(({ failure }) => failure !== undefined);
    if (shown.length === 0 && !verbose) return [];
    return [
      ...besideFile('', bold(visible(rule.title)), rule.file, style),
      ...(results.length === 0 ? [dim('  no tests')] : []),
      ...shown.flatMap(({ name, failure }) => {
        const mark = failure === undefined ? green('✓') : red('✗');
        const [first = '', ...more] = [name, failure].filter((text) => text !== undefined);
        return [
          ...hanging(`  ${mark} `, visible(first)),
          ...more.flatMap((text) => inset(MARGIN, visible(text))),
        ];
      }),
    ];
  });
}

/** What stands before a test's name, and before why it failed. */
const MARGIN = 4;

/** `10 rules, 34 tests passed, 1 failed` */
export function summaryLine(tested: readonly TestedRule[], problems: number): string {
  if (tested.length + problems === 0) return 'there is no rule to test';
  const results = tested.flatMap((each) => each.results);
  const failed = results.filter(({ failure }) => failure !== undefined).length;
  const untested = tested.filter((each) => each.results.length === 0).length;
  return [
    numberOf(tested.length, 'rule'),
    `${numberOf(results.length - failed, 'test')} passed`,
    `${failed} failed`,
    ...(untested > 0 ? [`${numberOf(untested, 'rule')} without tests`] : []),
    ...(problems > 0 ? [`${numberOf(problems, 'problem')} in the files`] : []),
  ].join(', ');
}

/** An object a test: `{"rule","title","file","test","passes","failure"}`, without what there is not. */
export function jsonLines(tested: readonly TestedRule[]): readonly string[] {
  return tested.flatMap(({ rule, results }) =>
    results.map(({ name, failure }) => {
      const { title, file } = rule;
      const passes = failure === undefined;
      return visibleJson({ rule: ruleId(rule), title, file, test: name, passes, failure });
    }),
  );
}
