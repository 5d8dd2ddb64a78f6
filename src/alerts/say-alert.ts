import type { Alert, Sample } from '../model/alert.ts';
import type { Locale } from '../model/locale.ts';
import type { Fact, Notification } from '../model/notification.ts';
import { label, link, type Span, type Text, value } from '../model/text.ts';
import { code, endings, list, sentence, tally } from './sentence.ts';
import { timeText } from './time-text.ts';
import { words, type Words } from './words.ts';

/** As much of an alert's id as it takes to find it in the function's log. */
const SHORT_ID = 12;

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
  const [ending, ...others] = endings(alert);
  const averted =
    ending === undefined || ending === 'succeeded' || others.length > 0
      ? []
      : [label(`${headings[ending]}${colon}`)];
  return [label(`${levels[alert.rule.level]} · `), ...averted, value(name), ...times];
}

function facts(alert: Alert, { locale, timezone, accounts }: Voice): readonly Fact[] {
  const said = words[locale];
  const [first] = alert.samples;
  const lines: readonly (Fact | undefined)[] = [
    { label: said.outcome, text: outcome(alert, locale) },
    fact(said.parameters, parameters(first)),
    {
      label: said.operation,
      text: [...list(alert.names.map(value), said.comma), label(' · '), value(first.service)],
    },
    fact(said.source, joined(distinct(alert, 'sourceIp'), distinct(alert, 'userAgent'))),
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
function parameters({ details }: Sample): Text {
  return joined(...details.map(({ name, value: shown }) => [value(`${name} = ${shown}`)]));
}

function outcome(alert: Alert, locale: Locale): Text {
  const kinds = endings(alert);
  if (kinds.length > 1) return [label(tally(alert, locale)), ...code(alert, locale)];
  return kinds.flatMap((kind) => [label(words[locale][kind]), ...code(alert, locale)]);
}

/** The different values that the samples have. */
function distinct(alert: Alert, key: 'sourceIp' | 'userAgent'): readonly Span[] {
  const found = alert.samples.map((sample) => sample[key]).filter((each) => each !== undefined);
  return [...new Set(found)].map(value);
}

function joined(...parts: readonly (readonly Span[])[]): Text {
  return list(parts.flat(), ' · ');
}

function account(alert: Alert, accounts: Voice['accounts'], said: Words): Text {
  const [{ account: id, region }] = alert.samples;
  const alias = id !== undefined && Object.hasOwn(accounts, id) ? accounts[id] : undefined;
  const [open, close] = said.brackets;
  const who: Text = id
    ? alias
      ? [value(alias), label(open), value(id), label(close)]
      : [value(id)]
    : [];
  return region ? [...who, ...(id ? [label(' · ')] : []), value(region)] : who;
}

/** How the caller was signed in: kind of identity, session, access key or console, MFA. */
function signedIn(alert: Alert, said: Words): Text {
  const [{ actor, userAgent }] = alert.samples;
  const kind = Object.hasOwn(said.actorKinds, actor.kind) ? said.actorKinds[actor.kind] : undefined;
  const parts: Span[][] = [[kind === undefined ? value(actor.kind) : label(kind)]];
  if (actor.session) parts.push([label(`${said.session} `), value(actor.session)]);
  if (actor.accessKey) parts.push([label(`${said.accessKey} `), value(actor.accessKey)]);
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
  const [id = ''] = alert.events;
  const more = alert.events.length > 1 ? ` +${alert.events.length - 1}` : '';
  return /^[\w.*-]{1,128}$/.test(id)
    ? [label(`${said.event} `), value(id), label(more)]
    : [label(`${said.event} ?${more}`)];
}
