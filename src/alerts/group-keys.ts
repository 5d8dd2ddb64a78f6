import type { RuleSnapshot } from '../model/alert.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import type { Grouping } from '../model/routing.ts';
import { hash } from './hash.ts';

/** Says what events are told together, in one batch. */
export interface GroupKeys {
  /** Of events with the same key one rule makes one alert, and alerts with the same key are repeats. */
  keyOf(rule: Pick<RuleSnapshot, 'id'>, event: AuditEvent, groupBy: readonly Grouping[]): string;
}

/** Under single sign-on a session is a person; where there are more, they are machines. */
const MOST_SESSIONS = 5;

/** The keys of a batch: they go by rule and account, and by what a route names beside them. */
export function openGroupKeys(): GroupKeys {
  const sessions = new Map<string, Set<string>>();

  /** A session, for the first few of a role; those after them are told as one actor. */
  function sessionOf(role: string, session: string | undefined): string | undefined {
    if (session === undefined) return undefined;
    const known = sessions.get(role) ?? new Set();
    sessions.set(role, known);
    const short = hash([session]);
    if (known.size < MOST_SESSIONS) known.add(short);
    return known.has(short) ? short : 'another';
  }

  function actorOf(rule: string, { account, actor }: AuditEvent): string {
    const role = hash([rule, account, actor.account, actor.kind, actor.name]);
    return hash([role, sessionOf(role, actor.session)]);
  }

  function partOf(grouping: Grouping, rule: string, event: AuditEvent): string | undefined {
    switch (grouping) {
      case 'rule':
      case 'account':
        return undefined;
      case 'actor':
        return actorOf(rule, event);
      case 'service':
        return event.service;
      case 'event':
        return event.name;
      case 'region':
        return event.region;
      case 'outcome':
        return event.outcome.kind;
      case 'source_ip':
        return event.sourceIp;
      case '...':
        return event.id;
    }
  }

  return {
    keyOf({ id }, event, groupBy) {
      const parts = groupBy.map((grouping) => partOf(grouping, id, event));
      return hash([id, event.account, ...groupBy, ...parts]);
    },
  };
}
