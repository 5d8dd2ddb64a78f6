import type { Alert, Correlated, RuleSnapshot } from '../model/alert.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import { byGravity } from '../model/level.ts';
import { alertOfCorrelated } from './alert-of-correlated.ts';
import { hash } from './hash.ts';
import { type Group, openGroup } from './open-group.ts';

export interface Groups {
  /** Adds a match that these channels have still to be told of. */
  add(rule: RuleSnapshot, event: AuditEvent, channels: readonly string[]): void;
  /** Adds what was correlated: an alert of its own. */
  addCorrelated(correlated: Correlated, channels: readonly string[]): void;
  /** The gravest first, then in the order of their first match. */
  alerts(): readonly Alert[];
}

/** Under single sign-on a session is a person; where there are more, they are machines. */
const MOST_SESSIONS = 5;

/**
 * What one rule saw one actor do becomes one alert ×N. A group keeps the ids of its events and a
 * bounded sample, never the records. Channels that have been told of different events (a range that
 * was redelivered after one of them failed) are told in groups of their own.
 */
export function groupMatches(): Groups {
  const groups = new Map<string, Group>();
  const correlations: Alert[] = [];
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
      const group = groups.get(place) ?? openGroup(key, rule, event.time, channels);
      groups.set(place, group);
      group.add(event);
    },
    addCorrelated(correlated, channels) {
      correlations.push(alertOfCorrelated(correlated, channels));
    },
    alerts() {
      return [...correlations, ...[...groups.values()].map((group) => group.alert())].toSorted(
        (a, b) => byGravity(a.rule.level, b.rule.level),
      );
    },
  };
}
