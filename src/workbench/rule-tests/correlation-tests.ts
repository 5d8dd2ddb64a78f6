import { ruleFaults } from '../../rule-faults.ts';
import type { Collection } from '../../sigma/collection/read-collection.ts';
import { callNames } from '../../sigma/correlate/references.ts';
import type { CorrelationRule } from '../../sigma/correlation-rule.ts';
import type { Heading, Rule } from '../../sigma/rule.ts';
import { playRecords } from './play-records.ts';
import { readTimelineTests } from './rule-test-format.ts';
import type { RuleTestResult } from './rule-tests.ts';
import { tellCounts, tellRing } from './tell-timeline.ts';
import { timelineEvents } from './timeline-events.ts';

/**
 * Runs the tests in a correlation rule's file, through the same reading, matching and counting as the
 * function. `all` holds the rules that it refers to, wherever they stand.
 */
export async function runCorrelationTests(
  rule: CorrelationRule,
  all: Collection,
): Promise<readonly RuleTestResult[]> {
  const behind = rulesBehind(rule, all);
  const [foreign] = ruleFaults({ ...behind, correlations: [] });
  if (foreign) {
    const failure = `refers to '${foreign.rule.title}', which ${foreign.message}`;
    return [{ rule, name: undefined, failure }];
  }
  const results = readTimelineTests(rule.tests).map(async (test, at) => {
    if ('mistake' in test) return { rule, name: test.name, failure: test.mistake };
    const { name, match } = test;
    const events = timelineEvents(test);
    const played = playRecords(
      behind,
      events.map(({ event }) => event),
    );
    const [unread] = played.malformed.values();
    if (unread !== undefined) {
      return { rule, name, failure: `tests.${at}.timeline: an event cannot be read: ${unread}` };
    }
    const [broken] = played.faults;
    if (broken) {
      return { rule, name, failure: `'${broken.rule.title}' could not be evaluated` };
    }
    await played.correlate();
    const ring = played.matches.find((found) => found.rule === behind.correlations[0]);
    if ((ring !== undefined) === match) return { rule, name, failure: undefined };
    const failure =
      ring === undefined
        ? `should ring, but does not: ${tellCounts(rule, behind, played, events.length)}`
        : `should not ring, but does: ${tellRing(ring, events)}`;
    return { rule, name, failure };
  });
  return Promise.all(results);
}

/**
 * A correlation rule, which comes first, and all that it refers to, by way of others too. All of them
 * ring, so that it can be said what a timeline lacks; what counts on the rule is none of its business.
 */
function rulesBehind(rule: CorrelationRule, { rules, correlations }: Collection): Collection {
  const behind = { rules: new Set<Rule>(), correlations: new Set([rule]) };
  // What is added to a set on the way is come to as well.
  for (const { correlation } of behind.correlations) {
    const isNamed = (each: Heading) =>
      callNames(each).some((name) => correlation.rules.includes(name));
    for (const each of rules.filter(isNamed)) behind.rules.add(each);
    for (const each of correlations.filter(isNamed)) behind.correlations.add(each);
  }
  return {
    rules: [...behind.rules],
    correlations: [...behind.correlations].map((each) => ({
      ...each,
      correlation: { ...each.correlation, generate: true },
    })),
  };
}
