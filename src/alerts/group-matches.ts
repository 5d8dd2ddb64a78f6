import type { Alert, Correlated, Owing, RuleSnapshot } from '../model/alert.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import { byGravity } from '../model/level.ts';
import { alertOfCorrelated } from './alert-of-correlated.ts';
import { hash } from './hash.ts';
import { type Group, openGroup } from './open-group.ts';

export interface Groups {
  /** Adds a match that channels have still to be told of. */
  add(rule: RuleSnapshot, event: AuditEvent, owing: Owing): void;
  /** Adds what was correlated: an alert of its own. */
  addCorrelated(correlated: Correlated, owing: Owing): void;
  isEmpty(): boolean;
  /**
   * The gravest first, then in the order of their first match; but those that may be repeats last of
   * all: a message that a channel always fails on must not stand in the way of the others for good.
   */
  alerts(): readonly Alert[];
}

/** Under single sign-on a session is a person; where there are more, they are machines. */
const MOST_SESSIONS = 5;

/**
 * What one rule saw one actor do becomes one alert ×N. A group keeps the ids of its events and a
 * bounded sample, never the records. Channels that have been told of different events (a range that
 * was redelivered after one of them failed) are told in groups of their own, and so are events that
 * may have been told before: a message that says so means all of it.
 */
export function groupMatches(): Groups {
  const groups = new Map<string, Group>();
  const correlations = new Map<string, Alert>();
  const sessions = new Map<string, Set<string>>();

  /** A session's hash, for the first few of a role; those after them are told as one actor. */
  function sessionOf(role: string, session: string): string | undefined {
    const known = sessions.get(role) ?? new Set();
    sessions.set(role, known);
    if (known.size < MOST_SESSIONS) known.add(session);
    return known.has(session) ? session : undefined;
  }

  return {
    add(rule, event, owing) {
      const { kind, name, session, account } = event.actor;
      const role = hash([rule.id, event.account, account, kind, name]);
      const told = session === undefined ? undefined : sessionOf(role, hash([session]));
      const key = session === undefined ? role : hash([role, told]);
      const place = `${key} ${owing.mayRepeat} ${owing.channels.join(' ')}`;
      const group = groups.get(place) ?? openGroup(key, rule, event.time, owing);
      groups.set(place, group);
      group.add(event);
    },
    addCorrelated(correlated, owing) {
      // A record that stands twice in a range completes the same thing twice.
      const place = JSON.stringify([correlated.rule.id, correlated.id, owing]);
      correlations.set(place, alertOfCorrelated(correlated, owing));
    },
    isEmpty: () => groups.size === 0 && correlations.size === 0,
    alerts() {
      return [
        ...correlations.values(),
        ...[...groups.values()].map((group) => group.alert()),
      ].toSorted(
        (a, b) =>
          Number(a.mayRepeat) - Number(b.mayRepeat) || byGravity(a.rule.level, b.rule.level),
      );
    },
  };
}
