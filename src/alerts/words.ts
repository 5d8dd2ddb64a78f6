import type { Level } from '../model/level.ts';
import type { Locale } from '../model/locale.ts';

/** Every word of a message that is ours. A language is one entry. */
export interface Words {
  readonly levels: Readonly<Record<Level, string>>;
  /** `userIdentity.type`; kinds that are not named here are shown as they are written. */
  readonly actorKinds: Readonly<Record<string, string>>;
  readonly comma: string;
  readonly colon: string;
  readonly brackets: readonly [string, string];
  readonly stop: string;
  readonly outcome: string;
  readonly succeeded: string;
  readonly denied: string;
  readonly failed: string;
  /** What a title starts with where nothing came to pass. */
  readonly headings: Readonly<Record<'denied' | 'failed', string>>;
  readonly times: (count: number) => string;
  readonly more: (count: number) => string;
  readonly parameters: string;
  readonly operation: string;
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
    colon: ': ',
    brackets: [' (', ')'],
    stop: '.',
    outcome: 'Outcome',
    succeeded: 'succeeded',
    denied: 'denied',
    failed: 'failed',
    headings: { denied: 'Denied', failed: 'Failed' },
    times: (count) => `${count} times`,
    more: (count) => `${count} more`,
    parameters: 'Parameters',
    operation: 'Operation',
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
    colon: '：',
    brackets: ['（', '）'],
    stop: '。',
    outcome: '结果',
    succeeded: '成功',
    denied: '被拒绝',
    failed: '失败',
    headings: { denied: '被拒绝', failed: '未成功' },
    times: (count) => `${count} 次`,
    more: (count) => `另有 ${count} 个`,
    parameters: '参数',
    operation: '操作',
    source: '来源',
    account: '账号',
    time: '时间',
    signedIn: '登录方式',
    accessKey: '访问密钥',
    console: '控制台',
    session: '会话',
    withMfa: '已启用 MFA',
    withoutMfa: '未启用 MFA',
    whatToDo: '处置建议',
    openTrail: '操作审计',
    openResource: '查看资源',
    event: '事件',
    rule: '规则',
    alert: '告警',
    cut: '…… 内容过长已截断，请凭下方事件 ID 在操作审计中查看。',
    withheld: '完整消息被该渠道拒收，请在操作审计中查看此事件：',
  },
};
