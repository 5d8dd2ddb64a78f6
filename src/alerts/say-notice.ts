import type { Locale } from '../model/locale.ts';
import { type Notice, subjectOf } from '../model/notice.ts';
import type { Notification } from '../model/notification.ts';
import { label, type Text, value } from '../model/text.ts';
import { hash } from './hash.ts';
import { words } from './words.ts';

/** Words a notice. `occasion` tells it from the next time that the same is to be said. */
export function sayNotice(notice: Notice, occasion: string, locale: Locale): Notification {
  const { levels, whatToDo, cut, inJournal } = words[locale];
  const { title, sentence, steps } = said[locale](notice);
  return {
    kind: 'notice',
    id: hash(['notice', notice.kind, subjectOf(notice), occasion]),
    level: 'high',
    about: {},
    title: [label(`${levels.high} · `), ...title],
    sentence,
    facts: [],
    steps: { label: whatToDo, items: steps.map((step) => [label(step)]) },
    links: [],
    footer: [label('trailbell')],
    minimal: [[label(inJournal)]],
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
            label('It answered: '),
            value(notice.reason),
            label(
              notice.isKept
                ? '. Its alerts are kept as dead letters, and are not sent again by themselves.'
                : ". Its alerts are in the function's log only: dead_letters is not set.",
            ),
          ],
          steps: [
            `Mend channels.${notice.channel} in trailbell.yml, or its robot or app in the chat`,
            ...(notice.isKept ? [`Then run ${REDRIVE}`] : []),
          ],
        }
      : {
          title: [label('Rule could not be evaluated: '), value(notice.title)],
          sentence: [
            label('It failed and may have missed something: '),
            value(notice.error),
            label('. The other rules go on.'),
          ],
          steps: [
            `Find the events under rule-failed in the function's log (rule ${notice.rule})`,
            'Mend the rule',
          ],
        },
  zh: (notice) =>
    notice.kind === 'dead-channel'
      ? {
          title: [label('通知渠道 '), value(notice.channel), label(' 拒收消息')],
          sentence: [
            label('渠道返回：'),
            value(notice.reason),
            label(
              notice.isKept
                ? '。其告警已存入死信，不会自动重发。'
                : '。未配置 dead_letters，其告警仅记录在函数日志中。',
            ),
          ],
          steps: [
            `修复 trailbell.yml 中的 channels.${notice.channel}，或在群设置中恢复机器人`,
            ...(notice.isKept ? [`然后运行 ${REDRIVE}`] : []),
          ],
        }
      : {
          title: [label('规则执行出错：'), value(notice.title)],
          sentence: [label('该规则可能漏报：'), value(notice.error), label('。其他规则不受影响。')],
          steps: [`在函数日志中按 rule-failed 查找相关事件（规则 ${notice.rule}）`, '修复该规则'],
        },
};

const REDRIVE = 'npx trailbell deadletters redrive --all --kind alert';
