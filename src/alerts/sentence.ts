import type { Alert } from '../model/alert.ts';
import type { Outcome } from '../model/audit-event.ts';
import type { Locale } from '../model/locale.ts';
import { label, type Span, type Text, value } from '../model/text.ts';
import { type Words, words } from './words.ts';

const MOST_NAMED = 3;

/**
 * Who did what to which resource, and whether it worked. A call that was denied or failed changed
 * nothing, so it is never told as if it had: "tried to delete", not "deleted".
 */
export function sentence(alert: Alert, locale: Locale): Text {
  const said = words[locale];
  const { succeeded, denied, failed } = alert.outcomes;
  const told = succeeded || denied + failed;
  return [
    ...subject(alert, said),
    ...verb(alert, locale),
    // Of a correlation only the latest events are at hand: its title says how many there were.
    ...(told > 1 && !alert.correlation ? [label(` ${said.times(told)}`)] : []),
    ...objects(alert, said),
    ...ending(alert, said),
    label(said.stop),
  ];
}

function subject(alert: Alert, said: Words): Text {
  const [open, close] = said.brackets;
  const { actor } = alert.samples[0];
  const done = alert.outcomes.succeeded > 0;
  const told = alert.samples.filter(({ outcome }) => (outcome.kind === 'succeeded') === done);
  const names = [...new Set(told.map((sample) => sample.actor.name))];
  if (names.length > 1) {
    const shown = list(names.slice(0, MOST_NAMED).map(value), said.comma);
    const more = names.length > MOST_NAMED || alert.sampled;
    return more ? [...shown, label(said.andOthers)] : shown;
  }
  if (actor.kind === 'unknown' && actor.name === 'unknown') return [label(said.somebody)];
  const who = value(actor.name);
  if (actor.kind === 'root-account') {
    return [who, label(`${open}${said.actorKinds[actor.kind]}${close}`)];
  }
  const [session, ...others] = alert.sessions.values;
  if (!session) return [who];
  if (others.length > 0) return [who, label(`${open}${said.manySessions}${close}`)];
  return [who, label(open), value(session.text), label(close)];
}

/** What the calls do, where they all do the same and the catalogue knows it; else their names. */
function verb(alert: Alert, locale: Locale): Text {
  const { did, tried, called, triedToCall, comma, andOthers } = words[locale];
  const done = alert.outcomes.succeeded > 0;
  const names = alert.names.values.filter(({ succeeded }) => succeeded === done);
  const summary = names.length === 1 ? alert.samples[0].summary?.[locale] : undefined;
  if (summary) return [label(` ${done ? did(summary) : tried(summary)}`)];
  return [
    label(` ${done ? called : triedToCall} `),
    ...list(
      names.map(({ text }) => value(text)),
      comma,
    ),
    ...(alert.names.more && names.length === alert.names.values.length ? [label(andOthers)] : []),
  ];
}

function objects(alert: Alert, { colon, comma, andMore }: Words): Text {
  const { first, total, atLeast } = alert.resources;
  const named = first.slice(0, MOST_NAMED);
  if (named.length === 0) return [];
  const rest = total > named.length ? [label(andMore(total - named.length, total, atLeast))] : [];
  return [
    label(colon),
    ...list(
      named.map(({ id }) => value(id)),
      comma,
    ),
    ...rest,
  ];
}

/**
 * ", but was denied (Forbidden.RAM)", and where some calls succeeded, how many others did not: what
 * stands before it speaks of those that succeeded alone.
 */
function ending(alert: Alert, said: Words): Text {
  const { succeeded } = alert.outcomes;
  const kinds = averted(alert);
  const [kind, ...more] = kinds;
  if (kind === undefined) return [];
  if (succeeded > 0)
    return [label(said.besides), ...outcomeCounts(alert, kinds, said.moreOf, said)];
  if (more.length > 0)
    return [label(said.ofThese), ...outcomeCounts(alert, kinds, said.counted, said)];
  return [label(said.but[kind]), ...errorCode(alert, kind, said)];
}

/** The ways in which calls came to nothing. */
export function averted({ outcomes }: Alert): readonly Averted[] {
  return (['denied', 'failed'] as const).filter((kind) => outcomes[kind] > 0);
}

type Averted = 'denied' | 'failed';

/** "2 succeeded, 1 denied (Forbidden.RAM)" */
export function outcomeCounts(
  alert: Alert,
  kinds: readonly Outcome['kind'][],
  counted: (count: number, outcome: string) => string,
  said: Words,
): Text {
  return kinds.flatMap((kind, at) => [
    label(`${at > 0 ? said.listComma : ''}${counted(alert.outcomes[kind], said[kind])}`),
    ...errorCode(alert, kind, said),
  ]);
}

/** The error code of the first call that ended so, in brackets. */
export function errorCode(
  { samples }: Alert,
  kind: Outcome['kind'],
  { brackets: [open, close] }: Words,
): Text {
  for (const { outcome } of samples) {
    if (outcome.kind === kind && outcome.kind !== 'succeeded') {
      return [label(open), value(outcome.code), label(close)];
    }
  }
  return [];
}

export function list(items: readonly Span[], comma: string): Text {
  return items.flatMap((item, at) => (at === 0 ? [item] : [label(comma), item]));
}
