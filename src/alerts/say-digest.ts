import type { Digest, DigestRow } from '../model/digest.ts';
import type { Locale } from '../model/locale.ts';
import type { Fact, Notification } from '../model/notification.ts';
import { label, link, type Text, value } from '../model/text.ts';
import { answerWords } from './answer-words.ts';
import { SHORT_ID, type Voice } from './say-alert.ts';
import { list } from './sentence.ts';
import { timeText } from './time-text.ts';
import { words } from './words.ts';

const MOST_NAMED = 3;

export interface DigestCircumstances {
  /** Whether this channel may have been told before. */
  readonly mayRepeat: boolean;
  /** A page of the alerts that it counts; undefined where there is none. */
  readonly alertsUrl?: string | undefined;
}

/** Words a digest: how many of what, then each rule with who did it, the gravest first. */
export function sayDigest(
  digest: Digest,
  voice: Voice,
  { mayRepeat, alertsUrl }: DigestCircumstances,
): Notification {
  const { locale, timezone } = voice;
  const common = words[locale];
  const said = digestWords[locale];
  const { rows, rest, keptBack, alerts, count, why, firstSeen, lastSeen } = digest;
  const [gravest] = rows;
  const time = timeText(firstSeen, lastSeen, timezone);
  const trail = link(common.openTrail, gravest.trailUrl);
  const id = label(`${said.digest} ${digest.id.slice(0, SHORT_ID)}`);
  const more: readonly Fact[] = [
    ...(rest.alerts > 0 ? [{ label: said.others, text: [label(said.counted(rest))] }] : []),
    ...(keptBack > 0 ? [{ label: common.repeats, text: [label(said.keptBack(keptBack))] }] : []),
  ];
  return {
    kind: 'digest',
    id: digest.id,
    level: gravest.rule.level,
    about: {},
    title: [
      label(`${common.levels[gravest.rule.level]} · ${said.title[why](alerts)}`),
      ...(mayRepeat ? [label(common.mayRepeat)] : []),
    ],
    sentence: [
      label(`${said.sentence[why]({ alerts, count })}${said.space}`),
      label(`${outcomesOf(digest, locale)}${common.stop}${said.space}${said.gravest}`),
      value(nameOf(gravest, locale)),
      label(common.stop),
    ],
    facts: [
      ...rows.map((row) => factOf(row, voice)),
      ...more,
      { label: common.time, text: [label(time)] },
    ],
    steps: {
      label: common.whatToDo,
      items: [...stepsOf(digest, locale), [label(said.findAll)]],
    },
    links:
      alertsUrl === undefined
        ? [trail]
        : [trail, link(answerWords[locale].recentAlerts, alertsUrl)],
    offers: [],
    footer: [id],
    minimal: [
      [label(said.sentence[why]({ alerts, count }))],
      [label(said.findAll)],
      [id, label(' '), trail],
    ],
    cut: said.cut,
  };
}

/** What to do about the gravest rule, which is named where there are others. */
function stepsOf({ rows: [gravest, ...others] }: Digest, locale: Locale): readonly Text[] {
  const { rule } = gravest;
  const runbook = (locale === 'zh' && rule.zh.runbook) || rule.runbook;
  const name: Text = [value(nameOf(gravest, locale)), label(words[locale].colon)];
  return runbook.map((step, at) => [...(at === 0 && others.length > 0 ? name : []), value(step)]);
}

/** `20 succeeded, 20 denied` */
function outcomesOf({ outcomes }: Pick<DigestRow, 'outcomes'>, locale: Locale): string {
  const { listComma, counted, ...said } = words[locale];
  return (['succeeded', 'denied', 'failed'] as const)
    .filter((kind) => outcomes[kind] > 0)
    .map((kind) => counted(outcomes[kind], said[kind]))
    .join(listComma);
}

/** `🔴 CRITICAL ×12` and `Cloud Desktops Deleted: alice ×10, bob ×2 · 12 denied · ecd-1, ecd-2 · production` */
function factOf(row: DigestRow, { locale, accounts }: Voice): Fact {
  const { levels, comma, andOthers } = words[locale];
  const named = row.resources.first.slice(0, MOST_NAMED).map(({ id }) => value(id));
  const isMore = row.resources.more || row.resources.first.length > MOST_NAMED;
  const resources: Text = [
    label(' · '),
    ...list(named, comma),
    ...(isMore ? [label(andOthers)] : []),
  ];
  const places = row.accounts.map((id) =>
    value((Object.hasOwn(accounts, id) ? accounts[id] : undefined) ?? id),
  );
  return {
    label: `${levels[row.rule.level]} ×${row.count}`,
    text: [
      value(nameOf(row, locale)),
      ...callers(row, locale),
      label(` · ${outcomesOf(row, locale)}`),
      ...(named.length > 0 ? resources : []),
      ...(places.length > 0 ? [label(' · '), ...list(places, comma)] : []),
    ],
  };
}

/** Who, with how many events each. */
function callers({ actors, others }: DigestRow, locale: Locale): Text {
  const { colon, comma } = words[locale];
  const named = actors.slice(0, MOST_NAMED);
  const left = actors.slice(MOST_NAMED).reduce((sum, { count }) => sum + count, others);
  return [
    ...named.flatMap(({ name, count }, at) => [
      label(at === 0 ? colon : comma),
      value(name),
      label(` ×${count}`),
    ]),
    ...(left > 0
      ? [label(`${named.length === 0 ? colon : comma}${digestWords[locale].byOthers(left)}`)]
      : []),
  ];
}

function nameOf({ rule }: DigestRow, locale: Locale): string {
  return (locale === 'zh' && rule.zh.title) || rule.title;
}

type Sum = Pick<Digest, 'alerts' | 'count'>;

interface DigestWords {
  readonly title: Readonly<Record<Digest['why'], (alerts: number) => string>>;
  readonly sentence: Readonly<Record<Digest['why'], (sum: Sum) => string>>;
  /** Between sentences. */
  readonly space: string;
  readonly gravest: string;
  readonly byOthers: (count: number) => string;
  /** Rules that have no line of their own. */
  readonly others: string;
  readonly counted: (sum: Sum) => string;
  readonly keptBack: (count: number) => string;
  readonly findAll: string;
  readonly digest: string;
  readonly cut: string;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const digestWords: Readonly<Record<Locale, DigestWords>> = {
  en: {
    title: {
      'too-many': (alerts) => `${plural(alerts, 'alert')} in one digest`,
      late: (alerts) => `${plural(alerts, 'late alert')} in one digest`,
    },
    sentence: {
      'too-many': ({ alerts, count }) =>
        `${plural(alerts, 'alert')} of ${plural(count, 'event')}, too many to send one by one.`,
      late: ({ alerts, count }) =>
        `${plural(alerts, 'alert')} of ${plural(count, 'event')} that had long happened when they got here.`,
    },
    space: ' ',
    gravest: 'The gravest: ',
    byOthers: (count) => `others ×${count}`,
    others: 'Other rules',
    counted: ({ alerts, count }) => `${plural(alerts, 'alert')} of ${plural(count, 'event')}`,
    keptBack: (count) => `${plural(count, 'event')} before, counted but not sent`,
    findAll: "Each alert has a line of its own in the function's log, with the ids of its events.",
    digest: 'digest',
    cut: "… cut to fit: the rest is in the function's log.",
  },
  zh: {
    title: {
      'too-many': (alerts) => `${alerts} 条告警汇总`,
      late: (alerts) => `${alerts} 条延迟告警汇总`,
    },
    sentence: {
      'too-many': ({ alerts, count }) =>
        `${alerts} 条告警、${count} 个事件，数量过多，已汇总发送。`,
      late: ({ alerts, count }) =>
        `${alerts} 条告警、${count} 个事件，事件发生已久，送达时已延迟。`,
    },
    space: '',
    gravest: '最严重：',
    byOthers: (count) => `其他操作者 ×${count}`,
    others: '其他规则',
    counted: ({ alerts, count }) => `${alerts} 条告警、${count} 个事件`,
    keptBack: (count) => `此前另有 ${count} 个同类事件，已计数、未单独通知`,
    findAll: '每条告警及其事件 ID 均可在函数日志的 alert 行中查到。',
    digest: '汇总',
    cut: '…… 内容过长已截断，其余见函数日志。',
  },
};
