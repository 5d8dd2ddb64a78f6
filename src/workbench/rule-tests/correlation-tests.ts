import { ruleFaults } from '../../rule-faults.ts';
import type { Collection } from '../../sigma/collection/read-collection.ts';
import { rulesBehind } from '../../sigma/correlate/references.ts';
import type { CorrelationRule } from '../../sigma/correlation-rule.ts';
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
  const behind = playedFor(rule, all);
  const [foreign] = ruleFaults({ ...behind, correlations: [] });
  if (foreign) {
    const failure = `refers to '${foreign.rule.title}', which ${foreign.message}`;
    return [{ rule, name: undefined, failure }];
  }
  const results = readTimelineTests(rule.tests).map(async (test) => {
    if ('mistake' in test) return { rule, name: test.name, failure: test.mistake };
    const { name, match } = test;
    const events = timelineEvents(test);
    const played = playRecords(
      behind,
      events.map(({ event }) => event),
    );
    const [unread] = played.malformed.values();
    if (unread !== undefined) {
      return { rule, name, failure: `'timeline' has an event that cannot be read: ${unread}` };
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
        ? `should ring, but does not: ${tellCounts(rule, behind, played, events)}`
        : `should not ring, but does: ${tellRing(ring, events)}`;
    return { rule, name, failure };
  });
  return Promise.all(results);
}

/**
 * A correlation rule, which comes first, and all that it refers to. All of them ring, so that it can be
 * said what a timeline lacks; what counts on the rule is none of its business.
 */
function playedFor(rule: CorrelationRule, all: Collection): Collection {
  const { rules, correlations } = rulesBehind(rule, all.rules, all.correlations);
  return {
    rules,
    correlations: correlations.map((each) => ({
      ...each,
      correlation: { ...each.correlation, generate: true },
    })),
  };
}
