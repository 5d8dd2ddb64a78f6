import type { Correlated, Due, Owing, RuleSnapshot } from '../model/alert.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import { byGravity } from '../model/level.ts';
import { alertOfCorrelated } from './alert-of-correlated.ts';
import { openGroupKeys } from './group-keys.ts';
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
  due(): readonly Due[];
}

interface OpenGroup extends Omit<Due, 'alert'> {
  readonly group: Group;
}

/** What is told apart takes memory: what comes after so many groups is told by its rule and account alone. */
const MOST_GROUPS = 2_000;

/**
 * What one rule saw in one account, and where its route says nothing else by one actor, becomes one
 * alert ×N. A group keeps the ids of its events and a bounded sample, never the records. What routes
 * tell in different ways is told in groups of their own, and so is what not the same channels are still
 * owed, and what may have been told before: a message that says so means all of it.
 */
export function groupMatches(): Groups {
  const groups = new Map<string, OpenGroup>();
  const correlations = new Map<string, Due>();
  const keys = openGroupKeys();

  function groupOf(rule: RuleSnapshot, event: AuditEvent, owing: Owing): Group {
    const { routed } = owing;
    const key = keys.keyOf(rule, event, routed.route.groupBy);
    const known = groups.get(placeOf(key, owing));
    if (known !== undefined) return known.group;
    const isMixed = groups.size >= MOST_GROUPS;
    const ownKey = isMixed ? hash([rule.id, event.account, 'mixed']) : key;
    const place = placeOf(ownKey, owing);
    const open = groups.get(place) ?? {
      group: openGroup(ownKey, rule, event.time, owing),
      routed,
      isMixed,
    };
    groups.set(place, open);
    return open.group;
  }

  return {
    add: (rule, event, owing) => groupOf(rule, event, owing).add(event),
    addCorrelated(correlated, owing) {
      // A record that stands twice in a range completes the same thing twice.
      const place = placeOf(hash([correlated.rule.id, correlated.id]), owing);
      const alert = alertOfCorrelated(correlated, owing);
      correlations.set(place, { alert, routed: owing.routed });
    },
    isEmpty: () => groups.size === 0 && correlations.size === 0,
    due() {
      const found = [...groups.values()].map(({ group, ...due }) => ({
        alert: group.alert(),
        ...due,
      }));
      return [...correlations.values(), ...found].toSorted(
        (a, b) =>
          Number(a.alert.mayRepeat) - Number(b.alert.mayRepeat) ||
          byGravity(a.alert.rule.level, b.alert.rule.level),
      );
    },
  };
}

/** What is told in the same way, to the same channels. */
function placeOf(key: string, { channels, mayRepeat, routed }: Owing): string {
  const { route, mutedBy, isLate } = routed;
  return JSON.stringify([key, route.path, routed.channels, mutedBy, isLate, mayRepeat, channels]);
}
