import type { Alert, Sample } from '../model/alert.ts';
import type { Locale } from '../model/locale.ts';
import type { Fact, Notification } from '../model/notification.ts';
import { label, link, type Span, type Text, value } from '../model/text.ts';
import { errorCode, list, outcomeCounts, outcomeKinds, sentence } from './sentence.ts';
import { timeText } from './time-text.ts';
import { words, type Words } from './words.ts';

/** As much of an alert's id as it takes to find it in the function's log. */
const SHORT_ID = 12;
const MOST_PARAMETERS = 8;

/** How a reader wants to be spoken to. */
export interface Voice {
  readonly locale: Locale;
  /** An IANA name, such as `Asia/Shanghai`. */
  readonly timezone: string;
  /** What people call the accounts, by account id. */
  readonly accounts: Readonly<Record<string, string>>;
}

/** Words an alert, in the order in which an on-call person reads. */
export function sayAlert(alert: Alert, voice: Voice): Notification {
  const said = words[voice.locale];
  const runbook = (voice.locale === 'zh' && alert.rule.zh.runbook) || alert.rule.runbook;
  const trail = link(said.openTrail, alert.samples[0].trailUrl);
  const resourceUrl = alert.resources.first.find(({ url }) => url)?.url;
  return {
    kind: 'alert',
    id: alert.id,
    level: alert.rule.level,
    title: title(alert, voice.locale),
    sentence: sentence(alert, voice.locale),
    facts: facts(alert, voice),
    steps: { label: said.whatToDo, items: runbook.map((step) => [value(step)]) },
    links: resourceUrl ? [trail, link(said.openResource, resourceUrl)] : [trail],
    footer: footer(alert, said),
    minimal: [[label(said.withheld)], [...eventId(alert, said), label(' '), trail]],
    cut: said.cut,
  };
}

/** A rule is named after what it fears; where that did not come to pass, the title says so first. */
function title(alert: Alert, locale: Locale): Text {
  const { levels, colon, headings } = words[locale];
  const name = (locale === 'zh' && alert.rule.zh.title) || alert.rule.title;
  const times = alert.events.length > 1 ? [label(` ×${alert.events.length}`)] : [];
  const [kind, ...others] = outcomeKinds(alert.outcomes);
  const averted =
    kind === undefined || kind === 'succeeded' || others.length > 0
      ? []
      : [label(`${headings[kind]}${colon}`)];
  return [label(`${levels[alert.rule.level]} · `), ...averted, value(name), ...times];
}

function facts(alert: Alert, { locale, timezone, accounts }: Voice): readonly Fact[] {
  const said = words[locale];
  const [first] = alert.samples;
  const lines: readonly (Fact | undefined)[] = [
    { label: said.outcome, text: outcome(alert, said) },
    fact(said.parameters, parameters(alert, said)),
    {
      label: said.operation,
      text: [...list(alert.names.map(value), said.comma), label(' · '), value(first.service)],
    },
    fact(said.source, source(alert, said)),
    fact(said.account, account(alert, accounts, said)),
    { label: said.time, text: [label(timeText(alert.firstSeen, alert.lastSeen, timezone))] },
    { label: said.signedIn, text: signedIn(alert, said) },
  ];
  return lines.filter((line) => line !== undefined);
}

function fact(name: string, text: Text): Fact | undefined {
  return text.length > 0 ? { label: name, text } : undefined;
}

/** The names come from the record as well: they are values too. */
function parameters(alert: Alert, said: Words): Text {
  const shown = distinct(alert, ({ details }) =>
    details.map(({ name, value: text }) => `${name} = ${text}`),
  );
  const [more] = shown.length > MOST_PARAMETERS || alert.sampled ? [label(said.andOthers)] : [];
  const first = list(shown.slice(0, MOST_PARAMETERS), ' · ');
  return more && first.length > 0 ? [...first, more] : first;
}

function outcome(alert: Alert, said: Words): Text {
  const [kind, ...others] = outcomeKinds(alert.outcomes);
  const what = kind === undefined || others.length > 0 ? outcomeCounts(alert, said) : said[kind];
  return [label(what), ...errorCode(alert, said)];
}

/** The different values that the samples have. */
function distinct(
  { samples }: Alert,
  read: (sample: Sample) => string | undefined | readonly string[],
): readonly Span[] {
  const found = samples.flatMap(read).filter((each) => each !== undefined);
  return [...new Set(found)].map(value);
}

function source(alert: Alert, said: Words): Text {
  const addresses = distinct(alert, ({ sourceIp }) => sourceIp);
  const agents = distinct(alert, ({ userAgent }) => userAgent);
  const more = alert.sampled ? [label(said.andOthers)] : [];
  const first = list([...addresses, ...agents], ' · ');
  return first.length > 0 ? [...first, ...more] : first;
}

function account(alert: Alert, accounts: Voice['accounts'], said: Words): Text {
  const [{ account: id }] = alert.samples;
  const alias = id !== undefined && Object.hasOwn(accounts, id) ? accounts[id] : undefined;
  const [open, close] = said.brackets;
  const named = alias ? [value(alias), label(open)] : [];
  const who = id ? [...named, value(id), ...(alias ? [label(close)] : [])] : [];
  const where = distinct(alert, ({ region }) => region);
  return [
    ...who,
    ...where.flatMap((region, at) => (at + who.length > 0 ? [label(' · '), region] : [region])),
  ];
}

/** How the caller was signed in: kind of identity, session, access keys or console, MFA. */
function signedIn(alert: Alert, said: Words): Text {
  const [{ actor, userAgent }] = alert.samples;
  const kind = Object.hasOwn(said.actorKinds, actor.kind) ? said.actorKinds[actor.kind] : undefined;
  const keys = distinct(alert, ({ actor: { accessKey } }) => accessKey);
  const parts: Span[][] = [[kind === undefined ? value(actor.kind) : label(kind)]];
  if (actor.session) parts.push([label(`${said.session} `), value(actor.session)]);
  if (keys.length > 0) parts.push([label(`${said.accessKey} `), ...list(keys, said.comma)]);
  else if (userAgent && /console|mozilla/i.test(userAgent)) parts.push([label(said.console)]);
  if (actor.mfa !== undefined) parts.push([label(actor.mfa ? said.withMfa : said.withoutMfa)]);
  return parts.flatMap((part, at) => (at === 0 ? part : [label(' · '), ...part]));
}

function footer(alert: Alert, said: Words): Text {
  return [
    ...eventId(alert, said),
    label(` · ${said.rule} `),
    value(alert.rule.id),
    label(` · ${said.alert} ${alert.id.slice(0, SHORT_ID)}`),
  ];
}

/** An id in the shape that ActionTrail gives it is no event text: it goes into every message. */
function eventId(alert: Alert, said: Words): Text {
  const [{ id }] = alert.samples;
  const more = alert.events.length > 1 ? ` +${alert.events.length - 1}` : '';
  return /^[\w.*-]{1,128}$/.test(id)
    ? [label(`${said.event} `), value(id), label(more)]
    : [label(`${said.event} ?${more}`)];
}
