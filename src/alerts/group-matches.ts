import { createHash } from 'node:crypto';
import type { Alert, RuleSnapshot, Sample } from '../model/alert.ts';
import type { AuditEvent, Outcome, Resource } from '../model/audit-event.ts';
import { byGravity } from '../model/level.ts';
import { takeSample, tidy, tidyResource } from './sample.ts';

export interface Groups {
  /** Adds a match that these channels have still to be told of. */
  add(rule: RuleSnapshot, event: AuditEvent, channels: readonly string[]): void;
  /** The gravest first, then in the order of their first match. */
  alerts(): readonly Alert[];
}

const MOST_SAMPLES = 3;
const MOST_RESOURCES = 10;
const MOST_NAMES = 5;
/** Distinct resources are counted up to here: whoever deletes more has been understood. */
const MOST_COUNTED = 1_000;

/**
 * What one rule saw one actor do becomes one alert ×N. A group keeps the ids of its events and a
 * bounded sample, never the records. Channels that have been told of different events (a range that
 * was redelivered after one of them failed) are told in groups of their own.
 */
export function groupMatches(): Groups {
  const groups = new Map<string, Group>();
  return {
    add(rule, event, channels) {
      const key = hash([rule.id, event.actor.account, event.actor.kind, event.actor.name]);
      const place = `${key} ${channels.join(' ')}`;
      const group = groups.get(place);
      if (group) addTo(group, rule, event);
      else groups.set(place, openGroup(key, rule, event, channels));
    },
    alerts() {
      return [...groups.values()]
        .map(toAlert)
        .toSorted((a, b) => byGravity(a.rule.level, b.rule.level));
    },
  };
}

interface Group {
  readonly key: string;
  readonly rule: RuleSnapshot;
  readonly channels: readonly string[];
  readonly events: Set<string>;
  readonly samples: [Sample, ...Sample[]];
  readonly outcomes: Record<Outcome['kind'], number>;
  readonly resources: Resource[];
  readonly resourceIds: Set<string>;
  readonly names: Set<string>;
  firstSeen: Date;
  lastSeen: Date;
}

function openGroup(
  key: string,
  rule: RuleSnapshot,
  event: AuditEvent,
  channels: readonly string[],
): Group {
  const sample = takeSample(event, rule);
  const group: Group = {
    key,
    rule,
    channels,
    events: new Set(),
    samples: [sample],
    outcomes: { succeeded: 0, denied: 0, failed: 0 },
    resources: [],
    resourceIds: new Set(),
    names: new Set(),
    firstSeen: event.time,
    lastSeen: event.time,
  };
  count(group, event);
  return group;
}

function addTo(group: Group, rule: RuleSnapshot, event: AuditEvent): void {
  // ActionTrail delivers a record twice now and then: it still happened once.
  if (group.events.has(event.id)) return;
  if (group.samples.length < MOST_SAMPLES) group.samples.push(takeSample(event, rule));
  count(group, event);
}

function count(group: Group, event: AuditEvent): void {
  group.events.add(event.id);
  group.outcomes[event.outcome.kind] += 1;
  if (group.names.size < MOST_NAMES) group.names.add(tidy(event.name));
  for (const resource of event.resources) {
    const id = hash([resource.type, resource.id]);
    if (group.resourceIds.has(id) || group.resourceIds.size === MOST_COUNTED) continue;
    group.resourceIds.add(id);
    if (group.resources.length < MOST_RESOURCES) group.resources.push(tidyResource(resource));
  }
  if (event.time < group.firstSeen) group.firstSeen = event.time;
  if (event.time > group.lastSeen) group.lastSeen = event.time;
}

function toAlert(group: Group): Alert {
  const { key, rule, channels, samples, outcomes, names, firstSeen, lastSeen } = group;
  const events = [...group.events];
  return {
    id: hash([rule.id, ...events.toSorted(), ...channels]),
    key,
    rule,
    events,
    samples,
    outcomes,
    resources: { first: group.resources, total: group.resourceIds.size },
    names: [...names],
    firstSeen,
    lastSeen,
    channels,
  };
}

/** 128 bits of SHA-256 over parts that cannot run into each other. */
function hash(parts: readonly (string | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
