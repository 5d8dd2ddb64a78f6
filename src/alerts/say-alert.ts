import type { Alert, Circumstances, Distinct, KeptBack } from '../model/alert.ts';
import type { Locale } from '../model/locale.ts';
import type { About, Fact, Notification } from '../model/notification.ts';
import { label, link, type Text, value } from '../model/text.ts';
import { answerFacts } from './say-answers.ts';
import { averted, errorCode, list, outcomeCounts, sentence } from './sentence.ts';
import { timeText } from './time-text.ts';
import { words, type Words } from './words.ts';

/** As much of an alert's id as it takes to find it in the function's log. */
export const SHORT_ID = 12;
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
export function sayAlert(
  alert: Alert,
  voice: Voice,
  { mayRepeat, keptBack, answered, offers = [] }: Circumstances,
): Notification {
  const said = words[voice.locale];
  const runbook = (voice.locale === 'zh' && alert.rule.zh.runbook) || alert.rule.runbook;
  const trail = link(said.openTrail, alert.samples[0].trailUrl);
  const resourceUrl = alert.resources.first.find(({ url }) => url)?.url;
  return {
    kind: 'alert',
    id: alert.id,
    level: alert.rule.level,
    about: about(alert),
    title: [...title(alert, voice.locale), ...(mayRepeat ? [label(said.mayRepeat)] : [])],
    sentence: sentence(alert, voice.locale),
    facts: facts(alert, voice, { keptBack, answered }),
    steps: { label: said.whatToDo, items: runbook.map((step) => [value(step)]) },
    links: resourceUrl ? [trail, link(said.openResource, resourceUrl)] : [trail],
    offers,
    footer: footer(alert, said),
    minimal: [[label(said.withheld)], [...eventId(alert, said), label(' '), trail]],
    cut: said.cut,
  };
}

function about({ rule, samples: [first], outcomes, lastSeen }: Alert): About {
  const { service, name, actor, account: id, region } = first;
  const outcome = outcomes.succeeded > 0 ? 'succeeded' : first.outcome.kind;
  const place = { account: id, region, outcome, time: lastSeen };
  return { rule: rule.id, service, event: name, actor: actor.name, ...place };
}

/** A rule is named after what it fears; where that did not come to pass, the title says so first. */
function title(alert: Alert, locale: Locale): Text {
  const { levels, colon, headings } = words[locale];
  const name = (locale === 'zh' && alert.rule.zh.title) || alert.rule.title;
  const again = alert.count > 1 && !alert.correlation?.steps;
  const times = again ? [label(` ×${alert.count}`)] : [];
  const ending = alert.outcomes.succeeded > 0 ? undefined : averted(alert).at(-1);
  const heading = ending ? [label(`${headings[ending]}${colon}`)] : [];
  return [label(`${levels[alert.rule.level]} · `), ...heading, value(name), ...times];
}

function facts(
  alert: Alert,
  { locale, timezone, accounts }: Voice,
  { keptBack, answered }: Pick<Circumstances, 'keptBack' | 'answered'>,
): readonly Fact[] {
  const said = words[locale];
  const lines: readonly (Fact | undefined)[] = [
    fact(said.correlation, correlation(alert, said)),
    fact(said.repeats, repeats(keptBack, timezone, said)),
    ...(answered ? answerFacts(answered, { locale, timezone }) : []),
    { label: said.outcome, text: outcome(alert, said) },
    fact(said.callers, callers(alert, said)),
    fact(said.inTurn, inTurn(alert, said)),
    fact(said.parameters, parameters(alert, said)),
    {
      label: said.operation,
      text: [...several(alert.names, said), label(' · '), ...services(alert, said)],
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

/** What made a correlation of them: how many in what time, and what they have in common. */
function correlation({ correlation: found, count }: Alert, said: Words): Text {
  if (found === undefined) return [];
  const common = found.group.map(({ name, value: shared }) => [label(`${name} = `), value(shared)]);
  const latest = found.told < count ? [label(said.latest(found.told))] : [];
  return apart([[label(said.within(count, found.timespan))], ...common, latest]);
}

/** What a repeat interval kept back since the last time it rang. */
function repeats(keptBack: KeptBack | undefined, timezone: string, said: Words): Text {
  if (keptBack === undefined) return [];
  const since = new Date(keptBack.since);
  return [label(said.keptBack(keptBack.count, timeText(since, since, timezone)))];
}

/** Those whose calls came to nothing too, of whom the sentence may not speak. */
function callers({ samples, sampled }: Alert, said: Words): Text {
  const names = [...new Set(samples.map(({ actor }) => actor.name))];
  if (names.length < 2) return [];
  return [...list(names.map(value), said.comma), ...(sampled ? [label(said.andOthers)] : [])];
}

/** What followed on what, where that is the finding: who did each, from where, with which factor. */
function inTurn({ correlation: found, samples }: Alert, said: Words): Text {
  if (!found?.steps || samples.length < 2) return [];
  const inOrder = samples.toSorted((a, b) => a.time.getTime() - b.time.getTime());
  return inOrder.flatMap(({ actor, name, sourceIp }, at) => [
    label(`${at === 0 ? '' : ' → '}${at + 1}. `),
    value(actor.name),
    label(' '),
    value(name),
    ...(sourceIp === undefined ? [] : [label(' '), value(sourceIp)]),
    ...(actor.mfa === false ? [label(' '), label(said.withoutMfa)] : []),
  ]);
}

function services({ samples }: Alert, said: Words): Text {
  const names = [...new Set(samples.map(({ service }) => service))];
  return list(names.map(value), said.comma);
}

function outcome(alert: Alert, said: Words): Text {
  const failed = averted(alert);
  const kinds = alert.outcomes.succeeded > 0 ? (['succeeded', ...failed] as const) : failed;
  const [kind, ...others] = kinds;
  if (kind === undefined || others.length > 0)
    return outcomeCounts(alert, kinds, said.counted, said);
  return [label(said[kind]), ...errorCode(alert, kind, said)];
}

/** A few of several, and whether there are more. */
function several({ values, more }: Distinct, said: Words): Text {
  const shown = list(
    values.map(({ text }) => value(text)),
    said.comma,
  );
  return more ? [...shown, label(said.andOthers)] : shown;
}

/** The different parameters of the samples. */
function parameters(alert: Alert, said: Words): Text {
  // The names come from the record as well: they are values too.
  const found = alert.samples.flatMap(({ details }) =>
    details.map(({ name, value: text }) => `${name} = ${text}`),
  );
  const shown = [...new Set(found)];
  const more = shown.length > MOST_PARAMETERS || alert.sampled ? [label(said.andOthers)] : [];
  const first = list(shown.slice(0, MOST_PARAMETERS).map(value), ' · ');
  return first.length > 0 ? [...first, ...more] : [];
}

function source(alert: Alert, said: Words): Text {
  const parts = [several(alert.sourceIps, said), several(alert.userAgents, said)];
  return apart(parts);
}

/** The parts that are not empty, with a dot between them. */
function apart(parts: readonly Text[]): Text {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, at) => (at === 0 ? part : [label(' · '), ...part]));
}

function account(alert: Alert, accounts: Voice['accounts'], said: Words): Text {
  const [{ account: id }] = alert.samples;
  const alias = id !== undefined && Object.hasOwn(accounts, id) ? accounts[id] : undefined;
  const [open, close] = said.brackets;
  const named = alias ? [value(alias), label(open)] : [];
  const who = id ? [...named, value(id), ...(alias ? [label(close)] : [])] : [];
  return apart([who, several(alert.regions, said)]);
}

/** How the caller was signed in: kind of identity, sessions, access keys or console, MFA. */
function signedIn(alert: Alert, said: Words): Text {
  const [{ actor, userAgent }] = alert.samples;
  const kind = Object.hasOwn(said.actorKinds, actor.kind) ? said.actorKinds[actor.kind] : undefined;
  const sessions = several(alert.sessions, said);
  const keys = several(alert.accessKeys, said);
  const console =
    keys.length === 0 && userAgent !== undefined && /console|mozilla/i.test(userAgent);
  const mfa = alert.samples.map((sample) => sample.actor.mfa);
  return apart([
    [kind === undefined ? value(actor.kind) : label(kind)],
    sessions.length > 0 ? [label(`${said.session} `), ...sessions] : [],
    keys.length > 0 ? [label(`${said.accessKey} `), ...keys] : [],
    console ? [label(said.console)] : [],
    // One call without it is what the reader has to know.
    mfa.includes(false) ? [label(said.withoutMfa)] : [],
    mfa.every((each) => each === true) ? [label(said.withMfa)] : [],
  ]);
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
  const more = alert.count > 1 ? ` +${alert.count - 1}` : '';
  return /^[\w.*-]{1,128}$/.test(id)
    ? [label(`${said.event} `), value(id), label(more)]
    : [label(`${said.event} ?${more}`)];
}
