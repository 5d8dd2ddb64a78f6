import * as z from 'zod';
import { readRecord } from '../actiontrail/read-record.ts';
import { ruleFaults } from '../rule-faults.ts';
import { compileRules } from '../sigma/match/compile-rules.ts';
import type { Rule } from '../sigma/rule.ts';
import { madeUpLog } from './made-up-log.ts';

/** The key `tests` of a rule file: records that the rule must match, and near misses that it must not. */
const ruleTests = z.array(
  z.strictObject({
    name: z.string().min(1),
    match: z.boolean(),
    event: z.record(z.string(), z.unknown()),
  }),
);

export interface RuleTestResult {
  readonly rule: Rule;
  /** The test's name; undefined where the rule's `tests` as a whole are wrong. */
  readonly name: string | undefined;
  /** Undefined where it passed. */
  readonly failure: string | undefined;
}

/** Runs the tests in a rule's file, through the same reading and matching as the function. */
export function runRuleTests(rule: Rule): readonly RuleTestResult[] {
  const [fault] = ruleFaults({ rules: [rule], correlations: [] });
  if (fault) return [{ rule, name: undefined, failure: fault.message }];
  const tests = ruleTests.safeParse(rule.tests ?? []);
  if (!tests.success) {
    const where = tests.error.issues[0]?.path.join('.') ?? '';
    const failure = `tests.${where}: expected [{name, match: true or false, event: {…}}]`;
    return [{ rule, name: undefined, failure }];
  }
  let broke = false;
  const set = compileRules([rule]);
  const onFault = (): void => {
    broke = true;
  };
  return tests.data.map(({ name, match, event }) => {
    const reading = readRecord(madeUpLog(JSON.stringify(event), 0));
    if (reading.kind === 'malformed') {
      return { rule, name, failure: `the event cannot be read: ${reading.why}` };
    }
    const matched = set.match(reading.record.fields, onFault).length > 0;
    if (broke) return { rule, name, failure: 'the rule could not be evaluated' };
    if (matched === match) return { rule, name, failure: undefined };
    return {
      rule,
      name,
      failure: match ? 'should match, but does not' : 'should not match, but does',
    };
  });
}
