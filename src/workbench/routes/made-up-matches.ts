import { describeRecord } from '../../actiontrail/describe-record.ts';
import { readRecord } from '../../actiontrail/read-record.ts';
import type { Match } from '../../match-page.ts';
import type { RuleSnapshot } from '../../model/alert.ts';
import type { AuditEvent, Outcome } from '../../model/audit-event.ts';
import { type Fields, isFields } from '../../model/fields.ts';
import { ruleSnapshot } from '../../rule-snapshot.ts';
import type { Heading } from '../../sigma/rule.ts';
import { madeUpLog } from '../made-up-log.ts';
import { testsWith } from '../rule-tests/tests-with.ts';
import { ANY_RULE, type MadeUpAlert } from './route-cases.ts';

export interface MadeUpOptions {
  /** By id and by title, as the configuration has changed them. */
  readonly rules: ReadonlyMap<string, Heading>;
  /** What people call the accounts, by id. */
  readonly accounts: Readonly<Record<string, string>>;
  /** When the function is called, in milliseconds since 1970. */
  readonly at: number;
  /** What the ids of the events begin with. */
  readonly prefix: string;
}

/** Events that were never logged, as the rule that is named would have found them. */
export function madeUpMatches(alert: MadeUpAlert, options: MadeUpOptions): readonly Match[] {
  const { rules, at, prefix } = options;
  const known = typeof alert.rule === 'string' ? rules.get(alert.rule) : undefined;
  const rule = snapshotOf(alert, known);
  const base = known && recordOf(known);
  const { count, actors, logged = at } = alert;
  return Array.from({ length: (actors ?? 1) * count }, (_, each) => {
    const actor = actors === undefined ? alert.actor : `user-${Math.floor(each / count) + 1}`;
    const event = madeUpEvent({ ...alert, actor }, base, `${prefix}.${each}`, options);
    return { rule, event, id: event.id, logged };
  });
}

function snapshotOf({ rule, level }: MadeUpAlert, known: Heading | undefined): RuleSnapshot {
  if (known) return { ...ruleSnapshot(known), level: level ?? known.level };
  const made = typeof rule === 'object' ? rule : undefined;
  const title = made?.title ?? ANY_RULE;
  const ownLevel = level ?? made?.level ?? 'medium';
  return {
    // What is of another level is of another rule.
    id: made?.id ?? `${title}, ${ownLevel}`,
    title,
    level: ownLevel,
    tags: made?.tags ?? [],
    fields: [],
    runbook: [],
    zh: {},
  };
}

/** The record of the first of a rule's own tests that it has to match. */
function recordOf(rule: Heading): Fields | undefined {
  return testsWith(rule, true)
    .map((test) => test['event'])
    .find(isFields);
}

function madeUpEvent(
  alert: Omit<MadeUpAlert, 'rule' | 'actors' | 'count'>,
  base: Fields | undefined,
  id: string,
  { at, accounts }: MadeUpOptions,
): AuditEvent {
  const record = { ...(base ?? { eventName: 'Any' }), eventId: id };
  const reading = readRecord(madeUpLog(JSON.stringify(record), at));
  // A test of a rule may hold anything.
  if (reading.kind === 'malformed')
    return madeUpEvent(alert, undefined, id, { at, accounts, ...none });
  const event = describeRecord(reading.record);
  const { outcome, account } = alert;
  const actor = alert.actor ?? (base === undefined ? 'someone' : undefined);
  const [accountId = account] = Object.entries(accounts).find(([, name]) => name === account) ?? [];
  return {
    ...event,
    time: new Date(alert.time ?? at),
    service: alert.service ?? event.service,
    name: alert.event ?? event.name,
    region: alert.region ?? event.region,
    account: accountId ?? event.account,
    sourceIp: alert.source_ip ?? event.sourceIp,
    outcome: outcome === undefined ? event.outcome : outcomeOf(outcome),
    actor:
      actor === undefined
        ? event.actor
        : { ...event.actor, kind: 'ram-user', name: actor, session: undefined },
  };
}

const none = { rules: new Map<string, Heading>(), prefix: '' };

function outcomeOf(kind: Outcome['kind']): Outcome {
  if (kind === 'succeeded') return { kind };
  return { kind, code: kind === 'denied' ? 'Forbidden.RAM' : 'InvalidParameter' };
}
