import type { Locale } from '../model/locale.ts';
import type { Notice, Trouble, TroubleName } from '../model/notice.ts';
import { label, type Text, value } from '../model/text.ts';
import type { NoticeWords, SaidNotice } from './notice-words.ts';
import { timeText } from './time-text.ts';

/** What the watch over the function itself has to say. */
export type WatchNotice = Trouble | Extract<Notice, { readonly kind: 'well-again' }>;

/** A moment (milliseconds since 1970) in the reader's time zone. */
type Moment = (time: number) => string;

const levels = {
  // Nobody is told of anything, as far as can be seen.
  'no-records': 'critical',
  'shard-stands-still': 'critical',
  'channel-failing': 'high',
  'well-again': 'informational',
} as const;

export function sayWatch(notice: WatchNotice, locale: Locale, timezone: string): SaidNotice {
  const moment: Moment = (time) => timeText(new Date(time), new Date(time), timezone);
  return { level: levels[notice.kind], ...said[locale](notice, moment) };
}

const DOCTOR = 'npx trailbell doctor';
const TRIGGER = 'npx trailbell trigger status';

const said: Readonly<Record<Locale, (notice: WatchNotice, moment: Moment) => NoticeWords>> = {
  en(notice, moment) {
    switch (notice.kind) {
      case 'no-records': {
        const { since, calledAt } = notice;
        const called =
          calledAt === undefined
            ? 'No call of the function detect is on record.'
            : `The function detect was last called at ${moment(calledAt)}.`;
        return {
          title: [label('No records from ActionTrail')],
          sentence: [
            label(`There have been none since ${moment(since)}. ${called} `),
            label('The trail, its delivery or the trigger may have been stopped.'),
          ],
          steps: [
            `Run ${DOCTOR}: it says which part does not work`,
            `See with ${TRIGGER} whether the trigger is paused, and since when`,
            'See in the console of ActionTrail whether the trail is enabled, and who has changed it',
            'If the account is only this quiet, set watch.no_records_for in trailbell.yml higher',
          ],
        };
      }
      case 'shard-stands-still':
        return {
          title: [label(`Shard ${notice.shard} stands still`)],
          sentence: [
            label(`No call for it has succeeded since ${moment(notice.since)}. `),
            ...whyNot(notice.reason, {
              known: 'The last one failed: ',
              unknown: 'The calls do not even end: they may run out of time or memory.',
              stop: '.',
            }),
            label(' Its events are told once it goes on.'),
          ],
          steps: [`Run ${DOCTOR}`, "Read the function's log of that time"],
        };
      case 'channel-failing':
        return {
          title: [label('Channel '), value(notice.channel), label(' takes no messages')],
          sentence: [
            label(`It has taken none since ${moment(notice.since)}. `),
            ...whyNot(notice.reason, { known: 'Its last answer was: ', unknown: '', stop: '.' }),
            label(' Its alerts are tried again for a day, without anybody doing anything.'),
          ],
          steps: [
            `Mend channels.${notice.channel} in trailbell.yml, or its robot or app in the chat`,
            `Then run npx trailbell channels test ${notice.channel}`,
            'See what is left after a day with npx trailbell deadletters list',
          ],
        };
      case 'well-again': {
        const { was, since } = notice;
        const told = wellAgain.en[was.kind];
        return {
          title: told(was),
          sentence: [label(`The trouble began at ${moment(since)}, and is over.`)],
          steps: [],
        };
      }
    }
  },
  zh(notice, moment) {
    switch (notice.kind) {
      case 'no-records': {
        const { since, calledAt } = notice;
        const called =
          calledAt === undefined
            ? '没有 detect 函数的调用记录。'
            : `detect 函数最近一次被调用是在 ${moment(calledAt)}。`;
        return {
          title: [label('未收到操作审计日志')],
          sentence: [
            label(`自 ${moment(since)} 起没有收到任何日志。${called}`),
            label('跟踪、日志投递或触发器可能已被停用。'),
          ],
          steps: [
            `运行 ${DOCTOR}，查看哪个环节异常`,
            `运行 ${TRIGGER}，确认触发器是否已暂停以及何时暂停`,
            '在操作审计控制台确认跟踪是否启用，以及被谁修改过',
            '如该账号本来就少有操作，请调大 trailbell.yml 中的 watch.no_records_for',
          ],
        };
      }
      case 'shard-stands-still':
        return {
          title: [label(`Shard ${notice.shard} 停滞`)],
          sentence: [
            label(`自 ${moment(notice.since)} 起，该 Shard 的调用均未成功。`),
            ...whyNot(notice.reason, {
              known: '最近一次失败原因：',
              unknown: '调用未能正常结束，可能是超时或内存不足。',
              stop: '。',
            }),
            label('恢复后会补发其中的告警。'),
          ],
          steps: [`运行 ${DOCTOR}`, '查看该时段的函数日志'],
        };
      case 'channel-failing':
        return {
          title: [label('通知渠道 '), value(notice.channel), label(' 无法送达')],
          sentence: [
            label(`自 ${moment(notice.since)} 起未接收任何消息。`),
            ...whyNot(notice.reason, { known: '最近一次返回：', unknown: '', stop: '。' }),
            label('其告警会在一天内自动重试。'),
          ],
          steps: [
            `修复 trailbell.yml 中的 channels.${notice.channel}，或在群设置中恢复机器人`,
            `然后运行 npx trailbell channels test ${notice.channel}`,
            '一天后仍未送达的，运行 npx trailbell deadletters list 查看',
          ],
        };
      case 'well-again': {
        const { was, since } = notice;
        const told = wellAgain.zh[was.kind];
        return {
          title: told(was),
          sentence: [label(`异常始于 ${moment(since)}，现已恢复。`)],
          steps: [],
        };
      }
    }
  },
};

const wellAgain: Readonly<
  Record<Locale, Readonly<Record<Trouble['kind'], (was: TroubleName) => Text>>>
> = {
  en: {
    'no-records': () => [label('Records from ActionTrail come in again')],
    'shard-stands-still': ({ subject }) => [label(`Shard ${subject} goes on again`)],
    'channel-failing': ({ subject }) => [
      label('Channel '),
      value(subject),
      label(' takes messages again'),
    ],
  },
  zh: {
    'no-records': () => [label('已恢复接收操作审计日志')],
    'shard-stands-still': ({ subject }) => [label(`Shard ${subject} 已恢复`)],
    'channel-failing': ({ subject }) => [label('通知渠道 '), value(subject), label(' 已恢复')],
  },
};

/** A reason is not ours to end: some end with a stop of their own. */
function whyNot(
  reason: string | undefined,
  {
    known,
    unknown,
    stop,
  }: { readonly known: string; readonly unknown: string; readonly stop: string },
): Text {
  if (reason === undefined) return [label(unknown)];
  return [label(known), value(reason.replace(/\.$/u, '')), label(stop)];
}
