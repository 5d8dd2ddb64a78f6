import { ruleFaults } from '../../rule-faults.ts';
import type { Heading, Rule } from '../../sigma/rule.ts';
import { type Played, playRecords } from './play-records.ts';
import { type Mistake, readRecordTests, type RecordTest } from './rule-test-format.ts';
import { tellSelections } from './tell-selections.ts';

export interface RuleTestResult {
  readonly rule: Heading;
  /** The test's name; undefined where it has none, or it is not about one test. */
  readonly name: string | undefined;
  /** Undefined where it passed. */
  readonly failure: string | undefined;
}

/** Runs the tests in a detection rule's file, through the same reading and matching as the function. */
export function runRuleTests(rule: Rule): readonly RuleTestResult[] {
  return runTestsOf([rule]);
}

/** Runs the tests of several detection rules, which is cheaper than to open each for itself. */
export function runTestsOf(rules: readonly Rule[]): readonly RuleTestResult[] {
  const all = rules.flatMap((rule) => writtenIn(rule).map((test) => ({ rule, test })));
  const records = all.map(({ test }) => ('event' in test ? test.event : {}));
  const played = playRecords({ rules, correlations: [] }, records);
  return all.map(({ rule, test }, line) => {
    const failure = 'mistake' in test ? test.mistake : failureOf({ rule, test }, line, played);
    return { rule, name: test.name, failure };
  });
}

/** What is wrong with the rule itself stands in for its tests. */
function writtenIn(rule: Rule): readonly (RecordTest | Omit<Mistake, 'path'>)[] {
  const [fault] = ruleFaults({ rules: [rule], correlations: [] });
  return fault ? [{ name: undefined, mistake: fault.message }] : readRecordTests(rule.tests);
}

/** Why a test fails; undefined where it passes. `line` is where its record is among those played. */
function failureOf(
  { rule, test }: { readonly rule: Rule; readonly test: RecordTest },
  line: number,
  { matches, malformed, faults }: Played,
): string | undefined {
  const why = malformed.get(line);
  if (why !== undefined) return `'event' cannot be read: ${why}`;
  if (faults.some((fault) => fault.rule === rule && fault.place === line)) {
    return 'the rule could not be evaluated';
  }
  const found = matches.some((match) => match.rule === rule && match.line === line);
  if (found === test.match) return undefined;
  const said = test.match ? 'should match, but does not' : 'should not match, but does';
  return `${said}: ${tellSelections(rule, test.event)}`;
}
