import { type Notice, subjectOf } from '../model/notice.ts';
import type { Notification } from '../model/notification.ts';
import { label } from '../model/text.ts';
import { hash } from './hash.ts';
import type { SaidNotice } from './notice-words.ts';
import type { Voice } from './say-alert.ts';
import { sayOwnTrouble } from './say-own-trouble.ts';
import { saySilence } from './say-silence.ts';
import { sayWatch } from './say-watch.ts';
import { words } from './words.ts';

/** Words a notice. `occasion` tells it from the next time that the same is to be said. */
export function sayNotice(
  notice: Notice,
  occasion: string,
  voice: Voice,
  again = false,
): Notification {
  const { levels, whatToDo, cut, inJournal, mayRepeat } = words[voice.locale];
  const { level, title, sentence, facts = [], steps } = said(notice, voice);
  return {
    kind: 'notice',
    id: hash(['notice', notice.kind, subjectOf(notice), occasion]),
    level,
    about: {},
    title: [label(`${levels[level]} · `), ...title, ...(again ? [label(mayRepeat)] : [])],
    sentence,
    facts,
    steps: { label: whatToDo, items: steps.map((step) => [label(step)]) },
    links: [],
    offers: [],
    footer: [label('trailbell')],
    minimal: [[label(inJournal)]],
    cut,
  };
}

function said(notice: Notice, voice: Voice): SaidNotice {
  const { locale, timezone } = voice;
  switch (notice.kind) {
    case 'dead-channel':
    case 'rule-failed':
    case 'config-error':
      return sayOwnTrouble(notice, locale);
    case 'no-records':
    case 'shard-stands-still':
    case 'channel-failing':
    case 'well-again':
      return sayWatch(notice, locale, timezone);
    case 'silence-begun':
    case 'silence-ended':
      return saySilence(notice, voice);
  }
}
