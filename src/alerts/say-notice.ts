import type { Locale } from '../model/locale.ts';
import { type Notice, subjectOf } from '../model/notice.ts';
import type { Notification } from '../model/notification.ts';
import { label, type Text, value } from '../model/text.ts';
import { hash } from './hash.ts';
import { words } from './words.ts';

/** Words a notice. `occasion` tells it from the next time that the same is to be said. */
export function sayNotice(notice: Notice, occasion: string, locale: Locale): Notification {
  const { levels, whatToDo, cut, withheld } = words[locale];
  const { title, sentence, steps } = said[locale](notice);
  return {
    kind: 'notice',
    id: hash(['notice', notice.kind, subjectOf(notice), occasion]),
    level: 'high',
    title: [label(`${levels.high} · `), ...title],
    sentence,
    facts: [],
    steps: { label: whatToDo, items: steps.map((step) => [label(step)]) },
    links: [],
    footer: [label('trailbell')],
    minimal: [[label(withheld)]],
    cut,
  };
}

interface Said {
  readonly title: Text;
  readonly sentence: Text;
  readonly steps: readonly string[];
}

const said: Readonly<Record<Locale, (notice: Notice) => Said>> = {
  en: (notice) =>
    notice.kind === 'dead-channel'
      ? {
          title: [label('Channel '), value(notice.channel), label(' refuses its messages')],
          sentence: [
            label('It answered '),
            value(notice.reason),
            label('. What it refuses is kept as dead letters, and is not sent again by itself.'),
          ],
          steps: [
            `Mend channels.${notice.channel} in trailbell.yml, or its webhook in the chat`,
            'Then run npx trailbell deadletters redrive --all',
          ],
        }
      : {
          title: [label('A rule could not be evaluated')],
          sentence: [
            label('Rule '),
            value(notice.rule),
            label(' failed and may have missed something: '),
            value(notice.error),
            label('. The other rules go on.'),
          ],
          steps: ["Find the events under rule-failed in the function's log", 'Mend the rule'],
        },
  zh: (notice) =>
    notice.kind === 'dead-channel'
      ? {
          title: [label('通知渠道 '), value(notice.channel), label(' 拒收消息')],
          sentence: [
            label('拒收原因：'),
            value(notice.reason),
            label('。被拒收的告警已存为死信，不会自动重发。'),
          ],
          steps: [
            `修复 trailbell.yml 中的 channels.${notice.channel}，或在群聊中修复其 webhook`,
            '然后运行 npx trailbell deadletters redrive --all',
          ],
        }
      : {
          title: [label('有规则执行出错')],
          sentence: [
            label('规则 '),
            value(notice.rule),
            label(' 执行出错，可能漏报：'),
            value(notice.error),
            label('。其他规则不受影响。'),
          ],
          steps: ['在函数日志中按 rule-failed 查找相关事件', '修复该规则'],
        },
};
