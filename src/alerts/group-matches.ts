import type { Alert, RuleSnapshot } from '../model/alert.ts';
import type { AuditEvent, Outcome } from '../model/audit-event.ts';
import { byGravity } from '../model/level.ts';
import { clip } from './clip.ts';
import { collectDistinct } from './collect-distinct.ts';
import { collectResources } from './collect-resources.ts';
import { collectSamples } from './collect-samples.ts';
import { hash } from './hash.ts';
import { maskAccessKey } from './redact.ts';
import { LONGEST } from './sample.ts';

export interface Groups {
  /** Adds a match that these channels have still to be told of. */
  add(rule: RuleSnapshot, event: AuditEvent, channels: readonly string[]): void;
  /** The gravest first, then in the order of their first match. */
  alerts(): readonly Alert[];
}

const MOST_DISTINCT = 5;
/** Under single sign-on a session is a person; where there are more, they are machines. */
const MOST_SESSIONS = 5;

/**
 * What one rule saw one actor do becomes one alert ×N. A group keeps the ids of its events and a
 * bounded sample, never the records. Channels that have been told of different events (a range that
 * was redelivered after one of them failed) are told in groups of their own.
 */
export function groupMatches(): Groups {
  const groups = new Map<string, Group>();
  const sessions = new Map<string, Set<string>>();

  /** A session's hash, for the first few of a role; those after them are told as one actor. */
  function sessionOf(role: string, session: string): string | undefined {
    const known = sessions.get(role) ?? new Set();
    sessions.set(role, known);
    if (known.size < MOST_SESSIONS) known.add(session);
    return known.has(session) ? session : undefined;
  }

  return {
    add(rule, event, channels) {
      const { kind, name, session, account } = event.actor;
      const role = hash([rule.id, event.account, account, kind, name]);
      const told = session === undefined ? undefined : sessionOf(role, hash([session]));
      const key = session === undefined ? role : hash([role, told]);
      const place = `${key} ${channels.join(' ')}`;
      const group = groups.get(place) ?? openGroup(key, rule, event, channels);
      groups.set(place, group);
      group.add(event);
    },
    alerts() {
      return [...groups.values()]
        .map((group) => group.alert())
        .toSorted((a, b) => byGravity(a.rule.level, b.rule.level));
    },
  };
}

interface Group {
  add(event: AuditEvent): void;
  alert(): Alert;
}

function openGroup(
  key: string,
  rule: RuleSnapshot,
  { time }: AuditEvent,
  channels: readonly string[],
): Group {
  const ids = new Set<string>();
  const names = collectDistinct(MOST_DISTINCT);
  const sessions = collectDistinct(MOST_DISTINCT);
  const sourceIps = collectDistinct(MOST_DISTINCT);
  const userAgents = collectDistinct(MOST_DISTINCT);
  const regions = collectDistinct(MOST_DISTINCT);
  const accessKeys = collectDistinct(MOST_DISTINCT);
  const outcomes: Record<Outcome['kind'], number> = { succeeded: 0, denied: 0, failed: 0 };
  const samples = collectSamples(rule);
  const changed = collectResources();
  const attempted = collectResources();
  let firstSeen = time;
  let lastSeen = time;
  return {
    add(event) {
      // ActionTrail delivers a record twice now and then: it still happened once.
      if (ids.has(event.id)) return;
      ids.add(event.id);
      outcomes[event.outcome.kind] += 1;
      const succeeded = event.outcome.kind === 'succeeded';
      const { session, accessKey } = event.actor;
      names.add(event.name, succeeded);
      sessions.add(session, succeeded);
      sourceIps.add(event.sourceIp, succeeded);
      userAgents.add(event.userAgent, succeeded);
      regions.add(event.region, succeeded);
      accessKeys.add(accessKey && maskAccessKey(clip(accessKey, LONGEST)), succeeded);
      samples.add(event);
      (succeeded ? changed : attempted).add(event.resources);
      if (event.time < firstSeen) firstSeen = event.time;
      if (event.time > lastSeen) lastSeen = event.time;
    },
    alert() {
      const events = [...ids];
      return {
        id: hash([rule.id, ...events.toSorted(), ...channels]),
        key,
        rule,
        events,
        ...samples.taken(),
        outcomes,
        resources: (outcomes.succeeded > 0 ? changed : attempted).counted(),
        names: names.distinct(),
        sessions: sessions.distinct(),
        sourceIps: sourceIps.distinct(),
        userAgents: userAgents.distinct(),
        regions: regions.distinct(),
        accessKeys: accessKeys.distinct(),
        firstSeen,
        lastSeen,
        channels,
      };
    },
  };
}
