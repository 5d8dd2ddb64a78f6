import { foreignRules, sharedIds } from '../../rule-faults.ts';
import { type Finding, finding } from './finding.ts';
import { type Linted, namedLast } from './linted.ts';

/** Whether rules can be used here at all. */
export function* lintUse(linted: Linted): Iterable<Finding> {
  const { rules, foreign, correlations, isNamed, placesOf } = linted;
  const twins = sharedIds(namedLast([...foreign, ...rules, ...correlations], isNamed));
  for (const { code, message, rule } of [...foreignRules(foreign), ...twins]) {
    if (!isNamed(rule)) continue;
    const key = code === 'foreign-logsource' ? 'logsource' : rule.id === undefined ? 'name' : 'id';
    yield finding(code, message, placesOf(rule).value([key]));
  }
}
