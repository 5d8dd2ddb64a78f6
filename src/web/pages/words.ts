import type { AnswerAction } from '../../model/action.ts';
import type { Locale } from '../../model/locale.ts';

/** Every word of the pages that is ours, beside those of the messages. */
export interface PageWords {
  /** For the attribute `lang`. */
  readonly tag: string;
  readonly languages: string;
  readonly answer: string;
  readonly about: string;
  /** What an answer does, below its name; `end` is when the silence ends. */
  readonly does: (action: AnswerAction, end: string) => string;
  readonly name: string;
  readonly nameHint: string;
  readonly noName: string;
  readonly noChoice: string;
  readonly why: string;
  readonly optional: string;
  readonly send: string;
  readonly answers: string;
  readonly noAnswers: string;
  readonly facts: string;
  readonly noAlerts: string;
  readonly silences: string;
  readonly noSilences: string;
  readonly holding: string;
  readonly over: string;
  readonly end: string;
  readonly endIt: string;
  readonly doneAcknowledged: string;
  readonly doneSilenced: string;
  readonly doneEnded: string;
  readonly endEarly: string;
  /** Unfolds the form once more. */
  readonly again: string;
  readonly verified: string;
  readonly acknowledged: string;
  readonly silenced: string;
  readonly noLongerSilenced: string;
  readonly unanswered: string;
  readonly timesIn: (timezone: string) => string;
}

export const pageWords: Readonly<Record<Locale, PageWords>> = {
  en: {
    tag: 'en',
    languages: 'Language',
    answer: 'Your answer',
    about: 'What it is about',
    does: (action, end) =>
      action === 'acknowledge'
        ? 'Others see that you have it. It goes on ringing.'
        : `Until ${end}`,
    name: 'Your name',
    nameHint: 'Others see it with your IP address, marked as not verified.',
    noName: 'Write your name, so that others know who answered.',
    noChoice: 'Choose an answer.',
    why: 'Why',
    optional: 'optional',
    send: 'Send answer',
    answers: 'Answered so far',
    noAnswers: 'Nobody has answered yet.',
    facts: 'What happened',
    noAlerts: 'No alert was sent in the last three days.',
    silences: 'Silences',
    noSilences: 'Nothing is silenced from a chat.',
    holding: 'Now',
    over: 'Over',
    end: 'End this silence',
    endIt: 'End it now',
    doneAcknowledged: 'Done: acknowledged',
    doneSilenced: 'Done: silenced',
    doneEnded: 'Done: the silence has ended, and what it kept back rings again.',
    endEarly: 'End it before its time',
    again: 'Answer again',
    verified: 'verified by Slack',
    acknowledged: 'Acknowledged',
    silenced: 'Silenced',
    noLongerSilenced: 'No longer silenced',
    unanswered: 'Not answered',
    timesIn: (timezone) => `Times are those of ${timezone}.`,
  },
  zh: {
    tag: 'zh-CN',
    languages: '语言',
    answer: '如何处理',
    about: '适用范围',
    does: (action, end) =>
      action === 'acknowledge' ? '告诉大家由你处理，告警照常通知。' : `至 ${end}`,
    name: '你的姓名',
    nameHint: '会连同你的 IP 地址一起显示，并标注“身份未核实”。',
    noName: '请填写姓名，让大家知道是谁在处理。',
    noChoice: '请选择一种处理方式。',
    why: '原因',
    optional: '选填',
    send: '提交',
    answers: '处理记录',
    noAnswers: '还没有人处理。',
    facts: '详情',
    noAlerts: '最近三天没有发出告警。',
    silences: '静默',
    noSilences: '目前没有通过告警消息设置的静默。',
    holding: '生效中',
    over: '已结束',
    end: '解除此静默',
    endIt: '立即解除',
    doneAcknowledged: '已认领',
    doneSilenced: '已静默',
    doneEnded: '静默已解除，相关告警将恢复通知。',
    endEarly: '提前解除',
    again: '重新处理',
    verified: 'Slack 已核实',
    acknowledged: '已认领',
    silenced: '已静默',
    noLongerSilenced: '静默已结束',
    unanswered: '未处理',
    timesIn: (timezone) => `时间均为 ${timezone} 时区。`,
  },
};
