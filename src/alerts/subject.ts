import type { Alert, RuleSnapshot } from '../model/alert.ts';
import type { Actor, AuditEvent } from '../model/audit-event.ts';
import { type Answered, type ChatSilence, holdsAt, type Subject } from '../model/response.ts';
import type { Grouping } from '../model/routing.ts';
import { hash } from './hash.ts';
import { tidyActor, tidy } from './sample.ts';

/** What is held to a subject: a rule, and one event or the group of a correlation. */
export interface Occurrence {
  readonly rule: Pick<RuleSnapshot, 'id'>;
  /** Undefined where nothing is known of it. */
  readonly event: Pick<AuditEvent, 'actor' | 'account' | 'outcome'> | undefined;
  /** Of a correlation, as `Alert.key`. */
  readonly group?: string | undefined;
}

/**
 * What an answer to an alert can speak of, the narrowest first: the session or the caller that the
 * alert is about, where it is about one alone, and all that its rule says of the account.
 */
export function subjectsOf(
  alert: Alert,
  groupBy: readonly Grouping[],
): readonly [Subject, ...Subject[]] {
  const rule = alert.rule.id;
  const failedOnly = alert.outcomes.succeeded === 0;
  const [{ account, actor }] = alert.samples;
  if (alert.correlation !== undefined) {
    return [
      { rule, group: alert.key, failedOnly: false },
      { rule, failedOnly: false },
    ];
  }
  const whole: Subject = { rule, account, failedOnly };
  if (!isOfOneCaller(alert, groupBy)) return [whole];
  const { kind, name, account: home } = actor;
  const caller: Subject = { ...whole, actor: { kind, name, account: home } };
  const { session } = actor;
  const isOfOneSession = session !== undefined && alert.sessions.values.length === 1;
  return isOfOneSession && !alert.sessions.more
    ? [{ ...caller, session }, caller, whole]
    : [caller, whole];
}

/** The same for the same subject, and for no other: how a form says which it showed. */
export function subjectId({ rule, group, account, actor, session, failedOnly }: Subject): string {
  const caller = actor && JSON.stringify([actor.kind, actor.name, actor.account]);
  return hash(['subject', rule, group, account, caller, session, String(failedOnly)]);
}

/** What was not sampled may be of somebody else, unless the alert was grouped by who called. */
function isOfOneCaller({ samples, sampled }: Alert, groupBy: readonly Grouping[]): boolean {
  const [first, ...others] = samples;
  const isSame = others.every(({ actor }) => isCaller(first.actor, actor));
  return isSame && (!sampled || groupBy.includes('actor') || groupBy.includes('...'));
}

/** Whether an occurrence is one of those that a subject speaks of. */
export function isOf(subject: Subject, { rule, event, group }: Occurrence): boolean {
  if (subject.rule !== rule.id) return false;
  if (subject.group !== undefined) return subject.group === group;
  const isAnyone = subject.account === undefined && subject.actor === undefined;
  if (event === undefined) return isAnyone && !subject.failedOnly;
  if (subject.failedOnly && event.outcome.kind === 'succeeded') return false;
  if (isAnyone) return true;
  const { account } = event;
  if (subject.account !== (account === undefined ? undefined : tidy(account))) return false;
  if (subject.actor === undefined) return true;
  const actor = tidyActor(event.actor);
  return (
    isCaller(subject.actor, actor) &&
    (subject.session === undefined || subject.session === actor.session)
  );
}

/** The answers that speak of what an alert is about, or of more. */
export function answersTo(alert: Alert, { silences, acknowledgements }: Answered): Answered {
  const isAbout = ({ subject }: Pick<ChatSilence, 'subject'>): boolean =>
    alert.samples.some((event) =>
      isOf(
        { ...subject, failedOnly: false },
        { rule: alert.rule, event, group: alert.correlation && alert.key },
      ),
    );
  return {
    silences: silences.filter(isAbout),
    acknowledgements: acknowledgements.filter(isAbout),
  };
}

/** Whether silences keep all of an alert from ringing at a moment (milliseconds since 1970). */
export function isSilenced(alert: Alert, silences: readonly ChatSilence[], now: number): boolean {
  const { rule, samples, sampled, correlation, key } = alert;
  const holding = silences.filter((silence) => holdsAt(silence, now));
  const events = sampled ? [...samples, undefined] : samples;
  const group = correlation && key;
  return events.every((event) =>
    holding.some(({ subject }) => isOf(subject, { rule, event, group })),
  );
}

function isCaller(
  one: Pick<Actor, 'kind' | 'name'> & { readonly account?: string | undefined },
  other: Pick<Actor, 'kind' | 'name' | 'account'>,
): boolean {
  return one.kind === other.kind && one.name === other.name && one.account === other.account;
}
