import type { Locale } from '../model/locale.ts';
import type { Notice } from '../model/notice.ts';
import type { Fact } from '../model/notification.ts';
import { type ChatSilence, titleOf } from '../model/response.ts';
import { label, type Text, value } from '../model/text.ts';
import { answerWords } from './answer-words.ts';
import type { SaidNotice } from './notice-words.ts';
import { SHORT_ID, type Voice } from './say-alert.ts';
import { responder } from './say-answers.ts';
import { saySubject } from './say-subject.ts';
import { timeText } from './time-text.ts';

/** What is said of a silence that somebody made by answering an alert. */
export type SilenceNotice = Extract<Notice, { readonly kind: 'silence-begun' | 'silence-ended' }>;

export function saySilence({ kind, silence }: SilenceNotice, voice: Voice): SaidNotice {
  const { locale, timezone } = voice;
  const said = silenceWords[locale];
  const moment = (time: number): string => timeText(new Date(time), new Date(time), timezone);
  const { by, at, endsAt, ended, comment, subject, alert } = silence;
  const who: Text = [...responder(by, locale), label(` · ${moment(at)}`)];
  const facts: readonly (Fact | undefined)[] = [
    { label: said.what, text: saySubject(subject, voice) },
    { label: answerWords[locale].silencedBy, text: who },
    comment === '' ? undefined : { label: said.why, text: [value(comment)] },
    ended && {
      label: said.ended,
      text: [...responder(ended.by, locale), label(` · ${moment(ended.at)}`)],
    },
    { label: said.alert, text: [label(alert.slice(0, SHORT_ID))] },
  ];
  return {
    level: 'informational',
    title: [
      label(kind === 'silence-begun' ? said.begun : said.over),
      value(titleOf(silence, locale)),
    ],
    sentence:
      kind === 'silence-begun'
        ? [label(said.untilThen(moment(endsAt)))]
        : endOf(silence, said, moment),
    facts: facts.filter((fact) => fact !== undefined),
    steps: kind === 'silence-begun' ? [] : [said.whatItKept],
  };
}

function endOf(
  { endsAt, ended }: ChatSilence,
  said: SilenceWords,
  moment: (time: number) => string,
): Text {
  return ended === undefined
    ? [label(said.endedAt(moment(endsAt)))]
    : [label(said.endedEarly(moment(endsAt)))];
}

interface SilenceWords {
  readonly begun: string;
  readonly over: string;
  readonly untilThen: (time: string) => string;
  readonly endedAt: (time: string) => string;
  readonly endedEarly: (time: string) => string;
  readonly what: string;
  readonly why: string;
  readonly ended: string;
  readonly alert: string;
  readonly whatItKept: string;
}

const silenceWords: Readonly<Record<Locale, SilenceWords>> = {
  en: {
    begun: 'Silenced: ',
    over: 'No longer silenced: ',
    untilThen: (time) => `It does not ring until ${time}. It is counted and recorded all the same.`,
    endedAt: (time) => `The silence ended at ${time}: it rings again.`,
    endedEarly: (time) =>
      `The silence was to last until ${time}, but was ended early: it rings again.`,
    what: 'What',
    why: 'Why',
    ended: 'Ended by',
    alert: 'Alert',
    whatItKept:
      "Find what it kept from ringing in the function's log, under alert, and where history is set, in its logstore",
  },
  zh: {
    begun: '已静默：',
    over: '静默已结束：',
    untilThen: (time) => `在 ${time} 之前不再通知，期间仍会计数和记录。`,
    endedAt: (time) => `静默已于 ${time} 到期，恢复通知。`,
    endedEarly: (time) => `静默原定至 ${time}，已被提前解除，恢复通知。`,
    what: '范围',
    why: '原因',
    ended: '解除人',
    alert: '告警',
    whatItKept:
      '静默期间未通知的告警见函数日志中的 alert；已配置 history 的，也可在该 Logstore 中查看',
  },
};
