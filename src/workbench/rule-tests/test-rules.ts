import type { Collection } from '../../sigma/collection/read-collection.ts';
import type { Heading } from '../../sigma/rule.ts';
import { runCorrelationTests } from './correlation-tests.ts';
import { type RuleTestResult, runTestsOf } from './rule-tests.ts';
import { testsWith } from './tests-with.ts';

export interface TestedRule {
  readonly rule: Heading;
  /** None where it has no tests. */
  readonly results: readonly RuleTestResult[];
}

export interface TestRulesOptions {
  /** Whether a rule is to be tested; the others are there to be referred to. */
  readonly isNamed: (rule: Heading) => boolean;
  /** Whether a rule fails that has no match or no near miss. */
  readonly requireBoth: boolean;
}

/** Runs the tests of rules and of correlation rules, in their order. */
export async function testRules(
  all: Collection,
  { isNamed, requireBoth }: TestRulesOptions,
): Promise<readonly TestedRule[]> {
  const rules = all.rules.filter(isNamed);
  const results = runTestsOf(rules);
  const tested: TestedRule[] = rules.map((rule) => {
    return { rule, results: results.filter((result) => result.rule === rule) };
  });
  for (const rule of all.correlations.filter(isNamed)) {
    tested.push({ rule, results: await runCorrelationTests(rule, all) });
  }
  if (!requireBoth) return tested;
  return tested.map((each) => ({ ...each, results: [...each.results, ...lacking(each.rule)] }));
}

function lacking(rule: Heading): readonly RuleTestResult[] {
  const has = (match: boolean) => testsWith(rule, match).length > 0;
  const failure = has(true)
    ? 'has no test with match: false, a near miss'
    : `has no test with match: true${has(false) ? '' : ', and none with match: false'}`;
  return has(true) && has(false) ? [] : [{ rule, name: undefined, failure }];
}
