import { rawView } from './actiontrail/rule-view.ts';
import { ConfigError } from './model/config-error.ts';
import type { LogScreen } from './model/log-screen.ts';
import { ruleId } from './rule-faults.ts';
import { type CorrelatorOptions, openCorrelator } from './sigma/correlate/correlator.ts';
import type { Firing } from './sigma/correlate/firing.ts';
import { callNames } from './sigma/correlate/references.ts';
import type { Sighting } from './sigma/correlate/sighting.ts';
import type { Windows } from './sigma/correlate/windows.ts';
import type { CorrelationRule } from './sigma/correlation-rule.ts';
import type { Event } from './sigma/event.ts';
import { openRules } from './sigma/match/compile-rules.ts';
import type { PlannedRule } from './sigma/match/plan-rules.ts';
import { openScreen } from './sigma/raw/screen.ts';
import type { Heading, RuleHead } from './sigma/rule.ts';

/** Rules at work: what the function and a scan have in common. */
export interface RuleMatcher {
  /** Whether no rule can match a record, by its bytes. */
  readonly rejects: LogScreen['rejects'];
  /** A rule that throws is told to `onFault`, and the others go on. */
  match(event: Event, onFault: (rule: RuleHead, error: unknown) => void): MatchedRules;
  /** The windows that ring because of what was sighted. Rejects only as the windows do. */
  observe(sightings: readonly Sighting[]): Promise<readonly Firing[]>;
}

/** The rules that match an event; one may be both. */
export interface MatchedRules {
  /** Those that ring on their own. */
  readonly ringing: readonly RuleHead[];
  /** Those that correlation rules count. */
  readonly counted: readonly RuleHead[];
}

export interface RuleMatcherOptions extends CorrelatorOptions {
  readonly rules: readonly PlannedRule[];
  readonly correlations: readonly CorrelationRule[];
  readonly windows: Windows;
  /** The event names that are known: a record of another is never rejected unread. */
  readonly known: Iterable<string>;
}

/** Puts rules to work. Throws a ConfigError where one of them counts a rule that is not among them. */
export function openMatcher(options: RuleMatcherOptions): RuleMatcher {
  const { rules: planned, correlations, windows, known } = options;
  const rules = planned.map(({ rule }) => rule);
  checkCounted(rules, correlations);
  const set = openRules(planned);
  const correlator = openCorrelator(rules, correlations, windows, options);
  return {
    rejects: openScreen(planned, { key: rawView.key, known }).rejects,
    match(event, onFault) {
      const matched = set.match(event, onFault);
      if (matched.length === 0) return nothing;
      return {
        ringing: matched.filter(correlator.rings),
        counted: matched.filter(correlator.feeds),
      };
    },
    async observe(sightings) {
      if (sightings.length === 0) return [];
      const firings = await correlator.observe(sightings);
      return firings.filter(({ silent }) => !silent);
    },
  };
}

/** Most records match nothing. */
const nothing: MatchedRules = { ringing: [], counted: [] };

function checkCounted(rules: readonly Heading[], correlations: readonly CorrelationRule[]): void {
  if (correlations.length === 0) return;
  const named = new Set([...rules, ...correlations].flatMap(callNames));
  for (const rule of correlations) {
    const missing = rule.correlation.rules.find((name) => !named.has(name));
    if (missing === undefined) continue;
    throw new ConfigError(
      `rules.${ruleId(rule)}`,
      `correlates '${missing}', which is switched off or for other logs`,
      'Switch that rule on, or this one off too',
    );
  }
}
