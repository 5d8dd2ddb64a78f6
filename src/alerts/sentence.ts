import type { Alert } from '../model/alert.ts';
import type { Outcome } from '../model/audit-event.ts';
import type { Locale } from '../model/locale.ts';
import { label, type Span, type Text, value } from '../model/text.ts';
import { pastTense } from './past-tense.ts';
import { words } from './words.ts';

const MOST_NAMED = 3;

/**
 * Who did what to which resource, and whether it worked. A call that was denied or failed changed
 * nothing, so it is never told as if it had: "tried to delete", not "deleted".
 */
export function sentence(alert: Alert, locale: Locale): Text {
  const done = alert.outcomes.denied + alert.outcomes.failed === 0;
  return locale === 'zh' ? chinese(alert, done) : english(alert, done);
}

function english(alert: Alert, done: boolean): Text {
  const summary = soleSummary(alert)?.en;
  const verb: Text = summary
    ? [label(done ? ` ${pastTense(summary)}` : ` tried to ${summary}`)]
    : [label(done ? ' called ' : ' tried to call '), ...list(alert.names.map(value), ', ')];
  const times = alert.events.length > 1 ? [label(` ${words.en.times(alert.events.length)}`)] : [];
  return [
    ...subject(alert, 'en'),
    ...verb,
    ...times,
    ...objects(alert, 'en'),
    ...ending(alert, 'en'),
  ];
}

function chinese(alert: Alert, done: boolean): Text {
  const summary = soleSummary(alert)?.zh;
  const verb: Text = summary
    ? [label(done ? ` 成功${summary}` : ` 尝试${summary}`)]
    : [label(done ? ' 成功调用 ' : ' 尝试调用 '), ...list(alert.names.map(value), '、')];
  const times = alert.events.length > 1 ? [label(` ${words.zh.times(alert.events.length)}`)] : [];
  return [
    ...subject(alert, 'zh'),
    ...verb,
    ...times,
    ...objects(alert, 'zh'),
    ...ending(alert, 'zh'),
  ];
}

/** What the calls do, where they all do the same and the catalogue knows it. */
function soleSummary(alert: Alert): { readonly en: string; readonly zh: string } | undefined {
  return alert.names.length === 1 ? alert.samples[0].summary : undefined;
}

function subject(alert: Alert, locale: Locale): Text {
  const { actor } = alert.samples[0];
  const { brackets, actorKinds } = words[locale];
  const [open, close] = brackets;
  switch (actor.kind) {
    case 'root-account':
      return [value(actor.name), label(`${open}${actorKinds[actor.kind]}${close}`)];
    case 'assumed-role':
      return actor.session
        ? [value(actor.name), label(open), value(actor.session), label(close)]
        : [value(actor.name)];
    default:
      return [value(actor.name)];
  }
}

function objects(alert: Alert, locale: Locale): Text {
  const { colon, comma, more } = words[locale];
  const named = alert.resources.first.slice(0, MOST_NAMED);
  if (named.length === 0) return [];
  const left = alert.resources.total - named.length;
  const rest = left > 0 ? [label(`${comma}${more(left)}`)] : [];
  return [
    label(colon),
    ...list(
      named.map(({ id }) => value(id)),
      comma,
    ),
    ...rest,
  ];
}

/** ", but was denied (Forbidden.RAM)", or the tally where the calls ended differently. */
function ending(alert: Alert, locale: Locale): Text {
  const { stop } = words[locale];
  const kinds = endings(alert);
  const [only] = kinds;
  if (kinds.length > 1) {
    return [label(locale === 'zh' ? '，其中 ' : ': '), label(tally(alert, locale)), label(stop)];
  }
  if (only === undefined || only === 'succeeded') return [label(stop)];
  const said = {
    en: { denied: ', but was denied', failed: ', but it failed' },
    zh: { denied: '，但被拒绝', failed: '，但失败了' },
  }[locale][only];
  return [label(said), ...code(alert, locale), label(stop)];
}

/** "2 succeeded, 1 denied" */
export function tally(alert: Alert, locale: Locale): string {
  const said = words[locale];
  return endings(alert)
    .map((kind) =>
      locale === 'zh'
        ? `${alert.outcomes[kind]} 次${said[kind]}`
        : `${alert.outcomes[kind]} ${said[kind]}`,
    )
    .join(locale === 'zh' ? '，' : ', ');
}

/** The kinds of outcome that occurred. */
export function endings(alert: Alert): readonly Outcome['kind'][] {
  return (['succeeded', 'denied', 'failed'] as const).filter((kind) => alert.outcomes[kind] > 0);
}

/** The error code of the first call that has one, in brackets. */
export function code(alert: Alert, locale: Locale): Text {
  const [open, close] = words[locale].brackets;
  for (const { outcome } of alert.samples) {
    if (outcome.kind !== 'succeeded') return [label(open), value(outcome.code), label(close)];
  }
  return [];
}

export function list(items: readonly Span[], comma: string): Text {
  return items.flatMap((item, at) => (at === 0 ? [item] : [label(comma), item]));
}
