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
    ...(told > 1 ? [label(` ${said.times(told)}`)] : []),
    ...objects(alert, said),
    ...ending(alert, said),
    label(said.stop),
  ];
}

function subject(alert: Alert, { actorKinds, brackets: [open, close], somebody }: Words): Text {
  const { actor } = alert.samples[0];
  if (actor.kind === 'unknown') return [label(somebody)];
  const who = value(actor.name);
  if (actor.kind === 'root-account') {
    return [who, label(`${open}${actorKinds[actor.kind]}${close}`)];
  }
  return actor.session ? [who, label(open), value(actor.session), label(close)] : [who];
}

/** What the calls do, where they all do the same and the catalogue knows it; else their names. */
function verb(alert: Alert, locale: Locale): Text {
  const { did, tried, called, triedToCall, comma } = words[locale];
  const done = alert.outcomes.succeeded > 0;
  const summary = alert.names.length === 1 ? alert.samples[0].summary?.[locale] : undefined;
  if (summary) return [label(` ${done ? did(summary) : tried(summary)}`)];
  return [label(` ${done ? called : triedToCall} `), ...list(alert.names.map(value), comma)];
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
  const kinds = outcomeKinds({ ...alert.outcomes, succeeded: 0 });
  const [kind, ...more] = kinds;
  if (kind === undefined || kind === 'succeeded') return [];
  if (succeeded === 0 && more.length === 0)
    return [label(said.but[kind]), ...errorCode(alert, said)];
  const counts = kinds.map((each) => said.counted(alert.outcomes[each], said[each]));
  const left = succeeded > 0 ? said.besides : said.ofThese;
  return [label(`${left}${counts.join(said.listComma)}`), ...errorCode(alert, said)];
}

/** The kinds of outcome that occurred. */
export function outcomeKinds(outcomes: Alert['outcomes']): readonly Outcome['kind'][] {
  return (['succeeded', 'denied', 'failed'] as const).filter((kind) => outcomes[kind] > 0);
}

/** "2 succeeded, 1 denied" */
export function outcomeCounts(alert: Alert, said: Words): string {
  return outcomeKinds(alert.outcomes)
    .map((kind) => said.counted(alert.outcomes[kind], said[kind]))
    .join(said.listComma);
}

/** The error code of the first call that has one, in brackets. */
export function errorCode(alert: Alert, { brackets: [open, close] }: Words): Text {
  for (const { outcome } of alert.samples) {
    if (outcome.kind !== 'succeeded') return [label(open), value(outcome.code), label(close)];
  }
  return [];
}

export function list(items: readonly Span[], comma: string): Text {
  return items.flatMap((item, at) => (at === 0 ? [item] : [label(comma), item]));
}
