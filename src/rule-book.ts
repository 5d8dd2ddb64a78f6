import { knownEvents } from './actiontrail/catalogue.ts';
import { describeRecord, recordId } from './actiontrail/describe-record.ts';
import { openNewEvents } from './actiontrail/new-events.ts';
import { EVENT_CONTENT } from './actiontrail/read-record.ts';
import { keepEvent, readKept } from './alerts/kept-event.ts';
import { didYouMean } from './config/did-you-mean.ts';
import type { Correlated, RuleSnapshot } from './model/alert.ts';
import type { AuditRecord } from './model/audit-event.ts';
import { ConfigError } from './model/config-error.ts';
import type { LogScreen } from './model/log-screen.ts';
import { applyChange, type RuleChanges } from './rule-changes.ts';
import { isForActionTrail, ruleId, sharedIds } from './rule-faults.ts';
import { openMatcher } from './rule-matcher.ts';
import { ruleSnapshot } from './rule-snapshot.ts';
import type { Bound } from './sigma/correlate/bound.ts';
import type { Firing } from './sigma/correlate/firing.ts';
import type { Sighting } from './sigma/correlate/sighting.ts';
import type { Windows } from './sigma/correlate/windows.ts';
import { type CorrelationRule, isTemporal } from './sigma/correlation-rule.ts';
import type { PlannedRule } from './sigma/match/plan-rules.ts';
import type { Heading, RuleHead } from './sigma/rule.ts';

/** What the rules make of one record. */
export interface Matched {
  /** Those that ring on their own. */
  readonly rules: readonly RuleSnapshot[];
  /** What correlation rules have to see of it. */
  readonly sightings: readonly Sighting[];
}

/** The rules that are switched on, compiled. */
export interface RuleBook {
  readonly match: (record: AuditRecord) => Matched;
  /** What of the sightings belongs together. Rejects only as the windows do. */
  readonly correlate: (sightings: readonly Sighting[]) => Promise<readonly Correlated[]>;
  /** Rejects records that no rule can match and whose event name is known, before they are read. */
  readonly screen: LogScreen;
}

export interface RuleBookOptions {
  readonly rules: readonly PlannedRule[];
  readonly correlations: readonly CorrelationRule[];
  readonly changes: RuleChanges;
  readonly windows: Windows;
  /** Hears of a rule that could not be evaluated on an event; the other rules go on. */
  readonly onFault: (rule: string, event: string, error: unknown) => void;
  readonly onBound: (bound: Bound) => void;
  /** Hears once of each event of a known service that the catalogue lacks. It is matched like any other. */
  readonly onNewEvent?: (service: string, name: string) => void;
}

/**
 * Applies the configuration's changes to the rules and compiles them. Throws a ConfigError where a
 * change names no rule, two rules share an id, a correlation lacks a rule that is switched off, or
 * nothing is left to match.
 */
export function openRuleBook(options: RuleBookOptions): RuleBook {
  const { changes, onFault } = options;
  checkIds(
    [...options.rules.map(({ rule }) => rule), ...options.correlations],
    Object.keys(changes),
  );
  const planned = options.rules.flatMap((plan) => {
    const rule = isForActionTrail(plan.rule) ? applyChange(plan.rule, changes) : undefined;
    if (rule === undefined) return [];
    return rule === plan.rule ? [plan] : [{ ...plan, rule }];
  });
  const correlations = options.correlations.flatMap((rule) => applyChange(rule, changes) ?? []);
  if (planned.length === 0) {
    throw new ConfigError(
      'rules',
      'no rule is left to match',
      'Switch one on, or add one to rules/',
    );
  }
  const matcher = openMatcher({ ...options, rules: planned, correlations, known: knownEvents() });
  const noticeNew = openNewEvents(options.onNewEvent ?? (() => {}));
  const snapshots = new Map<Heading, RuleSnapshot>();
  /** Made when a rule first rings, which most of them never do. */
  function snapshotOf(rule: Heading): RuleSnapshot {
    const known = snapshots.get(rule) ?? ruleSnapshot(rule);
    snapshots.set(rule, known);
    return known;
  }
  const fieldsOf = new Map<RuleHead, readonly string[]>();
  function keptFields(rule: RuleHead): readonly string[] {
    const known = fieldsOf.get(rule) ?? shownFields(rule, correlations);
    fieldsOf.set(rule, known);
    return known;
  }

  return {
    screen: { content: EVENT_CONTENT, rejects: matcher.rejects },
    match(record) {
      noticeNew(record);
      const { ringing, counted } = matcher.match(record.fields, (rule, error) =>
        onFault(ruleId(rule), recordId(record), error),
      );
      return {
        rules: ringing.map(snapshotOf),
        sightings: counted.length === 0 ? noSightings : sightingsOf(record, counted, keptFields),
      };
    },
    async correlate(sightings) {
      const firings = await matcher.observe(sightings);
      return firings.map((firing) => correlated(firing, snapshotOf(firing.correlation)));
    },
  };
}

const noSightings: readonly Sighting[] = [];

function sightingsOf(
  record: AuditRecord,
  rules: readonly RuleHead[],
  keptFields: (rule: RuleHead) => readonly string[],
): readonly Sighting[] {
  const event = describeRecord(record);
  // A record that claims to come from the future would make all that is to come look late.
  const latest = record.log.time() * 1000 + MOST_AHEAD_MS;
  const time = Math.min(event.time.getTime(), latest);
  return rules.map((rule) => ({
    rule,
    id: event.id,
    time,
    event: record.fields,
    kept: keepEvent(event, { fields: keptFields(rule) }),
  }));
}

/** Clocks differ by less than this. */
const MOST_AHEAD_MS = 15 * 60 * 1000;

/** What a message may show of a rule's events: its own fields, and those of what refers to it. */
function shownFields(
  { id, name, fields }: RuleHead,
  correlations: readonly CorrelationRule[],
): readonly string[] {
  const referring = correlations.filter(({ correlation }) =>
    correlation.rules.some((reference) => reference === id || reference === name),
  );
  const all = [fields, ...referring.map((correlation) => correlation.fields)];
  // A rule that names none shows the first parameters, whatever they are.
  return all.some((each) => each.length === 0) ? [] : [...new Set(all.flat())];
}

function correlated(firing: Firing, rule: RuleSnapshot): Correlated {
  return {
    rule,
    id: firing.id,
    group: firing.group.map(({ name, value }) => ({
      name,
      value,
      fields: Object.values(firing.correlation.correlation.aliases[name] ?? {}),
    })),
    count: firing.count,
    firstSeen: new Date(firing.firstSeen),
    lastSeen: new Date(firing.lastSeen),
    timespan: firing.correlation.correlation.timespan,
    steps: isTemporal(firing.correlation.correlation.type),
    events: firing.kept.flatMap((text) => readKept(text) ?? []),
  };
}

function checkIds(rules: readonly Heading[], changed: readonly string[]): void {
  const [twin] = sharedIds(rules);
  if (twin) throw new ConfigError(twin.rule.file, twin.message, 'Give it an id of its own');
  const ids = rules.map(ruleId);
  for (const id of changed) {
    if (ids.includes(id)) continue;
    const mend = didYouMean(id, ids, 'Remove it');
    throw new ConfigError(`rules.${id}`, 'is not the id of a rule', mend);
  }
}
