import type { Locale } from '../model/locale.ts';
import type { Notice } from '../model/notice.ts';
import { label, value } from '../model/text.ts';
import type { NoticeWords, SaidNotice } from './notice-words.ts';

/** What a batch finds out about the function itself. */
export type OwnTrouble = Extract<
  Notice,
  { readonly kind: 'dead-channel' | 'rule-failed' | 'config-error' }
>;

export function sayOwnTrouble(notice: OwnTrouble, locale: Locale): SaidNotice {
  const level = notice.kind === 'config-error' ? 'critical' : 'high';
  return { level, ...said[locale](notice) };
}

const said: Readonly<Record<Locale, (notice: OwnTrouble) => NoticeWords>> = {
  en(notice) {
    switch (notice.kind) {
      case 'dead-channel': {
        const kept = '. Its alerts are kept as dead letters.';
        const lost = ". Its alerts are in the function's log only: dead_letters is not set.";
        return {
          title: [label('Channel '), value(notice.channel), label(' refuses its messages')],
          sentence: [
            label('It answered: '),
            value(notice.reason),
            label(notice.isKept ? kept : lost),
          ],
          steps: [
            `Mend channels.${notice.channel} in trailbell.yml, or its robot or app in the chat`,
            ...(notice.isKept ? [`Then run ${REDRIVE}`] : []),
          ],
        };
      }
      case 'rule-failed':
        return {
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
        };
      case 'config-error':
        return {
          title: [label('trailbell does not run: its configuration is wrong')],
          sentence: [
            value(notice.message),
            label('. Nothing is matched or told until it is mended; nothing is lost meanwhile.'),
          ],
          steps: ['Mend trailbell.yml or the environment of the function, and deploy it again'],
        };
    }
  },
  zh(notice) {
    switch (notice.kind) {
      case 'dead-channel': {
        const kept = '。其告警已存入死信。';
        const lost = '。未配置 dead_letters，其告警仅记录在函数日志中。';
        return {
          title: [label('通知渠道 '), value(notice.channel), label(' 拒收消息')],
          sentence: [label('渠道返回：'), value(notice.reason), label(notice.isKept ? kept : lost)],
          steps: [
            `修复 trailbell.yml 中的 channels.${notice.channel}，或在群设置中恢复机器人`,
            ...(notice.isKept ? [`然后运行 ${REDRIVE}`] : []),
          ],
        };
      }
      case 'rule-failed':
        return {
          title: [label('规则执行出错：'), value(notice.title)],
          sentence: [label('该规则可能漏报：'), value(notice.error), label('。其他规则不受影响。')],
          steps: [`在函数日志中按 rule-failed 查找相关事件（规则 ${notice.rule}）`, '修复该规则'],
        };
      case 'config-error':
        return {
          title: [label('trailbell 未运行：配置有误')],
          sentence: [
            value(notice.message),
            label('。修复之前不会匹配或通知任何事件，期间的事件不会丢失。'),
          ],
          steps: ['修复 trailbell.yml 或函数的环境变量，然后重新部署'],
        };
    }
  },
};

const REDRIVE = 'npx trailbell deadletters redrive --all --kind alert';
