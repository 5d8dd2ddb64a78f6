import { isNewEvent, knownEvents } from './actiontrail/catalogue.ts';
import { describeRecord, recordId } from './actiontrail/describe-record.ts';
import { EVENT_CONTENT } from './actiontrail/read-record.ts';
import { rawView } from './actiontrail/rule-view.ts';
import { keepEvent, readKept } from './alerts/kept-event.ts';
import { didYouMean } from './config/did-you-mean.ts';
import type { Config } from './config/settings.ts';
import type { Correlated, RuleSnapshot } from './model/alert.ts';
import type { AuditRecord } from './model/audit-event.ts';
import { ConfigError } from './model/config-error.ts';
import { isFields } from './model/fields.ts';
import type { LogScreen } from './model/log-screen.ts';
import { isForActionTrail, ruleId, sharedIds } from './rule-faults.ts';
import type { Bound } from './sigma/correlate/bound.ts';
import { type Correlator, openCorrelator } from './sigma/correlate/correlator.ts';
import type { Firing } from './sigma/correlate/firing.ts';
import type { Sighting } from './sigma/correlate/sighting.ts';
import type { Windows } from './sigma/correlate/windows.ts';
import { type CorrelationRule, isTemporal } from './sigma/correlation-rule.ts';
import { openRules } from './sigma/match/compile-rules.ts';
import type { PlannedRule } from './sigma/match/plan-rules.ts';
import { openScreen } from './sigma/raw/screen.ts';
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
  readonly changes: Config['rules'];
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
  const { changes, windows, onFault, onBound } = options;
  checkIds(
    [...options.rules.map(({ rule }) => rule), ...options.correlations],
    Object.keys(changes),
  );
  const planned = options.rules.flatMap((plan) => {
    const rule = isForActionTrail(plan.rule) ? applyChange(plan.rule, changes) : undefined;
    if (rule === undefined) return [];
    return rule === plan.rule ? [plan] : [{ ...plan, rule }];
  });
  const rules = planned.map(({ rule }) => rule);
  const correlations = options.correlations.flatMap((rule) => applyChange(rule, changes) ?? []);
  if (rules.length === 0) {
    throw new ConfigError(
      'rules',
      'no rule is left to match',
      'Switch one on, or add one to rules/',
    );
  }
  const correlator = openCorrelations(rules, correlations, windows, onBound);
  const set = openRules(planned);
  const snapshots = new Map<Heading, RuleSnapshot>();
  /** Made when a rule first rings, which most of them never do. */
  function snapshotOf(rule: Heading): RuleSnapshot {
    const known = snapshots.get(rule) ?? snapshot(rule);
    snapshots.set(rule, known);
    return known;
  }
  const fieldsOf = new Map<RuleHead, readonly string[]>();
  function keptFields(rule: RuleHead): readonly string[] {
    const known = fieldsOf.get(rule) ?? shownFields(rule, correlations);
    fieldsOf.set(rule, known);
    return known;
  }
  const { rejects } = openScreen(planned, { key: rawView.key, known: knownEvents() });

  const noticed = new Set<string>();
  function noticeNew({ service, name }: AuditRecord): void {
    if (!isNewEvent(service, name) || noticed.size >= MOST_NOTICED) return;
    const event = name.slice(0, LONGEST_NOTICED);
    if (noticed.has(`${service}.${event}`)) return;
    noticed.add(`${service}.${event}`);
    options.onNewEvent?.(service, event);
  }

  return {
    screen: { content: EVENT_CONTENT, rejects },
    match(record) {
      noticeNew(record);
      const matched = set.match(record.fields, (rule, error) =>
        onFault(ruleId(rule), recordId(record), error),
      );
      if (matched.length === 0) return nothing;
      const ringing: RuleSnapshot[] = [];
      const sightings: Sighting[] = [];
      for (const rule of matched) {
        if (correlator.rings(rule)) ringing.push(snapshotOf(rule));
        if (correlator.feeds(rule)) sightings.push(sighting(rule, record, keptFields(rule)));
      }
      return { rules: ringing, sightings };
    },
    async correlate(sightings) {
      if (sightings.length === 0) return [];
      const firings = await correlator.observe(sightings);
      return firings
        .filter(({ silent }) => !silent)
        .map((firing) => correlated(firing, snapshotOf(firing.correlation)));
    },
  };
}

/** Far more events than a service gains; but records are a stranger's. */
const MOST_NOTICED = 1_000;
const LONGEST_NOTICED = 128;

const nothing: Matched = { rules: [], sightings: [] };

function sighting(rule: RuleHead, record: AuditRecord, fields: readonly string[]): Sighting {
  const event = describeRecord(record);
  // A record that claims to come from the future would make all that is to come look late.
  const latest = record.log.time() * 1000 + MOST_AHEAD_MS;
  return {
    rule,
    id: event.id,
    time: Math.min(event.time.getTime(), latest),
    event: record.fields,
    kept: keepEvent(event, { fields }),
  };
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

/** Undefined where the rule is switched off. */
function applyChange<Changed extends Heading>(
  rule: Changed,
  changes: Config['rules'],
): Changed | undefined {
  const change = changes[ruleId(rule)];
  if (change?.enabled === false) return undefined;
  return change?.level === undefined ? rule : { ...rule, level: change.level };
}

function openCorrelations(
  rules: readonly RuleHead[],
  correlations: readonly CorrelationRule[],
  windows: Windows,
  onBound: (bound: Bound) => void,
): Correlator {
  const named = new Set<string | undefined>();
  for (const { id, name } of correlations.length === 0 ? [] : [...rules, ...correlations]) {
    named.add(id).add(name);
  }
  for (const rule of correlations) {
    const missing = rule.correlation.rules.find((name) => !named.has(name));
    if (missing === undefined) continue;
    throw new ConfigError(
      `rules.${ruleId(rule)}`,
      `correlates '${missing}', which is switched off or for other logs`,
      'Switch that rule on, or this one off too',
    );
  }
  return openCorrelator(rules, correlations, windows, { onBound });
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

function snapshot(rule: Heading): RuleSnapshot {
  const zh = isFields(rule.custom['zh']) ? rule.custom['zh'] : {};
  const title = typeof zh['title'] === 'string' ? { title: zh['title'] } : {};
  return {
    id: ruleId(rule),
    title: rule.title,
    level: rule.level,
    tags: rule.tags,
    fields: rule.fields,
    runbook: texts(rule.custom['runbook']),
    zh: { ...title, ...('runbook' in zh && { runbook: texts(zh['runbook']) }) },
  };
}

/** `runbook` is a key of ours: one text, or a list of steps. */
function texts(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === 'string');
}
