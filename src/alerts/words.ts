import type { Level } from '../model/level.ts';
import type { Locale } from '../model/locale.ts';
import { pastTense } from './past-tense.ts';

/** Every word of a message that is ours. A language is one entry. */
export interface Words {
  readonly levels: Readonly<Record<Level, string>>;
  /** `userIdentity.type`; kinds that are not named here are shown as they are written. */
  readonly actorKinds: Readonly<Record<string, string>>;
  /** Between things. */
  readonly comma: string;
  /** Between clauses. */
  readonly listComma: string;
  readonly colon: string;
  readonly brackets: readonly [string, string];
  readonly stop: string;
  /** What somebody did, or tried to do, from a summary of the catalogue. */
  readonly did: (summary: string) => string;
  readonly tried: (summary: string) => string;
  /** What stands before the name of an event that the catalogue does not know. */
  readonly called: string;
  readonly triedToCall: string;
  readonly but: Readonly<Record<'denied' | 'failed', string>>;
  readonly ofThese: string;
  readonly besides: string;
  readonly moreOf: (count: number, outcome: string) => string;
  readonly manySessions: string;
  /** A caller that the record does not name. */
  readonly somebody: string;
  /** After a few of several. */
  readonly andOthers: string;
  readonly counted: (count: number, outcome: string) => string;
  readonly outcome: string;
  readonly succeeded: string;
  readonly denied: string;
  readonly failed: string;
  /** What a title starts with where nothing came to pass. */
  readonly headings: Readonly<Record<'denied' | 'failed', string>>;
  readonly times: (count: number) => string;
  /** After the resources that are named: how many are left, of how many. */
  readonly andMore: (left: number, total: number, atLeast: boolean) => string;
  readonly correlation: string;
  /** How many events in how many seconds. */
  readonly within: (count: number, seconds: number) => string;
  /** Of how many of them the rest of the message speaks. */
  readonly latest: (count: number) => string;
  readonly repeats: string;
  /** How many events were not told of since when, because of a repeat interval. */
  readonly keptBack: (count: number, since: string) => string;
  /** Ends the title of a message that may have been sent before. */
  readonly mayRepeat: string;
  readonly callers: string;
  readonly parameters: string;
  readonly operation: string;
  readonly inTurn: string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly signedIn: string;
  readonly accessKey: string;
  readonly console: string;
  readonly session: string;
  readonly withMfa: string;
  readonly withoutMfa: string;
  readonly whatToDo: string;
  readonly openTrail: string;
  readonly openResource: string;
  readonly event: string;
  readonly rule: string;
  readonly alert: string;
  readonly cut: string;
  readonly withheld: string;
  /** In place of a notice that a channel refused. */
  readonly inJournal: string;
}

export const words: Readonly<Record<Locale, Words>> = {
  en: {
    levels: {
      critical: '🔴 CRITICAL',
      high: '🟠 HIGH',
      medium: '🟡 MEDIUM',
      low: '🔵 LOW',
      informational: '⚪ INFO',
    },
    actorKinds: {
      'root-account': 'root account',
      'ram-user': 'RAM user',
      'assumed-role': 'assumed role',
      system: 'Alibaba Cloud system',
      'cloudsso-user': 'CloudSSO user',
      'alibaba-cloud-account': 'Alibaba Cloud account',
      unknown: 'unknown identity',
    },
    comma: ', ',
    listComma: ', ',
    colon: ': ',
    brackets: [' (', ')'],
    stop: '.',
    did: pastTense,
    tried: (summary) => `tried to ${summary}`,
    called: 'called',
    triedToCall: 'tried to call',
    but: { denied: ', but was denied', failed: ', but it failed' },
    ofThese: ' — ',
    besides: '; ',
    moreOf: (count, outcome) => `${count} more ${outcome}`,
    manySessions: 'several sessions',
    somebody: 'An unknown caller',
    andOthers: ' and others',
    counted: (count, outcome) => `${count} ${outcome}`,
    outcome: 'Outcome',
    succeeded: 'succeeded',
    denied: 'denied',
    failed: 'failed',
    headings: { denied: 'Denied', failed: 'Failed' },
    times: (count) => `${count} times`,
    andMore: (left, _total, atLeast) => `, ${left}${atLeast ? '+' : ''} more`,
    correlation: 'Together',
    within: (count, seconds) =>
      `${count} ${count === 1 ? 'event' : 'events'} within ${duration(seconds, ['s', 'min', 'h', 'd'])}`,
    latest: (count) => `the latest ${count} are told here`,
    repeats: 'Repeats',
    keptBack: (count, since) => `${count} more like this since ${since}, counted but not sent`,
    mayRepeat: ' · may be a repeat',
    callers: 'Callers',
    parameters: 'Parameters',
    operation: 'Operation',
    inTurn: 'In turn',
    source: 'From',
    account: 'Account',
    time: 'Time',
    signedIn: 'Signed in',
    accessKey: 'access key',
    console: 'console',
    session: 'session',
    withMfa: 'with MFA',
    withoutMfa: 'no MFA',
    whatToDo: 'What to do',
    openTrail: 'ActionTrail',
    openResource: 'Resource',
    event: 'event',
    rule: 'rule',
    alert: 'alert',
    cut: '… cut to fit: the rest is in ActionTrail under the event id below.',
    inJournal: "Details are in the function's log, under notice.",
    withheld: 'The full message was refused by this channel. Find the event in ActionTrail:',
  },
  zh: {
    levels: {
      critical: '🔴 严重',
      high: '🟠 高危',
      medium: '🟡 中危',
      low: '🔵 低危',
      informational: '⚪ 提示',
    },
    actorKinds: {
      'root-account': '主账号',
      'ram-user': 'RAM 用户',
      'assumed-role': 'RAM 角色',
      system: '阿里云系统',
      'cloudsso-user': '云 SSO 用户',
      'alibaba-cloud-account': '阿里云账号',
      unknown: '未知身份',
    },
    comma: '、',
    listComma: '，',
    colon: '：',
    brackets: ['（', '）'],
    stop: '。',
    did: (summary) => `成功${summary}`,
    tried: (summary) => `尝试${summary}`,
    called: '成功调用',
    triedToCall: '尝试调用',
    but: { denied: '，但被拒绝', failed: '，但失败了' },
    ofThese: '，其中 ',
    besides: '；',
    moreOf: (count, outcome) => `另有 ${count} 次${outcome}`,
    manySessions: '多个会话',
    somebody: '未知身份',
    andOthers: ' 等',
    counted: (count, outcome) => `${count} 次${outcome}`,
    outcome: '结果',
    succeeded: '成功',
    denied: '被拒绝',
    failed: '失败',
    headings: { denied: '被拒绝', failed: '未成功' },
    times: (count) => `${count} 次`,
    andMore: (_left, total, atLeast) => ` 等 ${total}${atLeast ? ' 多' : ' '}个`,
    correlation: '关联',
    within: (count, seconds) =>
      `${duration(seconds, ['秒', '分钟', '小时', '天'])}内 ${count} 个事件`,
    latest: (count) => `以下仅列出最近 ${count} 个`,
    repeats: '重复',
    keptBack: (count, since) => `自 ${since} 起另有 ${count} 次同类操作，已计数、未单独通知`,
    mayRepeat: ' · 可能是重复通知',
    callers: '操作者',
    parameters: '参数',
    operation: '操作',
    inTurn: '先后',
    source: '来源',
    account: '账号',
    time: '时间',
    signedIn: '登录方式',
    accessKey: 'AccessKey',
    console: '控制台',
    session: '会话',
    withMfa: '已使用 MFA',
    withoutMfa: '未使用 MFA',
    whatToDo: '处置建议',
    openTrail: '操作审计',
    openResource: '查看资源',
    event: '事件',
    rule: '规则',
    alert: '告警',
    cut: '…… 内容过长已截断，请凭下方事件 ID 在操作审计中查看。',
    inJournal: '详情见函数日志中的 notice。',
    withheld: '完整消息被该渠道拒收，请在操作审计中查看此事件：',
  },
};

const unitSeconds = [1, 60, 3_600, 86_400];

/** In the largest unit that it is a whole number of. */
function duration(seconds: number, units: readonly string[]): string {
  const unit = unitSeconds.findLastIndex((length) => seconds % length === 0);
  return `${seconds / (unitSeconds[unit] ?? 1)} ${units[unit] ?? ''}`;
}
