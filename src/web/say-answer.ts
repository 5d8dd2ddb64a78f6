import type { Voice } from '../alerts/say-alert.ts';
import { saySubject } from '../alerts/say-subject.ts';
import { timeText } from '../alerts/time-text.ts';
import type { Locale } from '../model/locale.ts';
import { type Acknowledgement, type ChatSilence, titleOf } from '../model/response.ts';
import { label, type Text, value } from '../model/text.ts';

interface PressWords {
  readonly acknowledged: string;
  readonly silenced: string;
  readonly until: string;
  readonly quotes: readonly [string, string];
  readonly colon: string;
  readonly notTaken: Readonly<Record<Untaken, string>>;
}

/** Why a press changed nothing. */
export type Untaken = 'expired' | 'forged' | 'gone' | 'too-many' | 'ledger';

const pressWords: Readonly<Record<Locale, PressWords>> = {
  en: {
    acknowledged: ' acknowledged ',
    silenced: ' silenced ',
    until: ' until ',
    quotes: ['“', '”'],
    colon: ': ',
    notTaken: {
      expired: 'This message is older than 24 hours and cannot be answered any more.',
      forged: 'This button is not valid any more: its key was changed. Nothing was changed.',
      gone: 'This alert is not kept any more. Nothing was changed.',
      'too-many': 'There are too many silences. Nothing was changed: end some first.',
      ledger: 'The ledger does not answer, so this was probably not kept. Press again in a minute.',
    },
  },
  zh: {
    acknowledged: ' 认领了',
    silenced: ' 静默了',
    until: '，至 ',
    quotes: ['“', '”'],
    colon: '：',
    notTaken: {
      expired: '此消息已超过 24 小时，无法再处理。',
      forged: '按钮已失效（签名密钥已更换），未做任何更改。',
      gone: '此告警已不再保留，未做任何更改。',
      'too-many': '静默数量过多，未做任何更改。请先解除一些。',
      ledger: '存储暂时无响应，此操作可能没有保存。请一分钟后再按一次。',
    },
  },
};

/** One line for a conversation: who answered what, until when, and what it is about. */
export function sayAnswer(response: Acknowledgement | ChatSilence, voice: Voice): Text {
  const said = pressWords[voice.locale];
  const [open, close] = said.quotes;
  const what: Text = [label(open), value(titleOf(response, voice.locale)), label(close)];
  const who = value(response.by.name);
  if (response.kind === 'acknowledgement') return [who, label(said.acknowledged), ...what];
  const end = new Date(response.endsAt);
  return [
    who,
    label(said.silenced),
    ...what,
    label(`${said.until}${timeText(end, end, voice.timezone)}${said.colon}`),
    ...saySubject(response.subject, voice),
  ];
}

export function sayUntaken(why: Untaken, locale: Locale): Text {
  return [label(pressWords[locale].notTaken[why])];
}
