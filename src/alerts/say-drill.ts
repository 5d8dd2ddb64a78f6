import type { Alert, Circumstances, Sample } from '../model/alert.ts';
import type { Locale } from '../model/locale.ts';
import type { Notification } from '../model/notification.ts';
import { label } from '../model/text.ts';
import { hash } from './hash.ts';
import { sayAlert, type Voice } from './say-alert.ts';

/** The rule of all drills, which no file holds: what is answered to a drill concerns no alert. */
export const DRILL_RULE = 'trailbell-drill';

/** An alert of something that never happened. `id` tells it from every other; `now` is in milliseconds since 1970. */
export function drillAlert(id: string, now: number): Alert {
  const time = new Date(now);
  const event = `drill-${hash([id]).slice(0, 12)}`;
  const only = (text: string) => ({ values: [{ text, succeeded: true }], more: false });
  const none = { values: [], more: false };
  return {
    id: hash(['drill', id]),
    key: hash(['drill', id, 'key']),
    rule: {
      id: DRILL_RULE,
      title: 'Nothing happened: trailbell tries its channels',
      level: 'informational',
      tags: [],
      fields: [],
      runbook: ['Nothing has to be done'],
      zh: { title: '未发生任何事件：trailbell 正在测试通知渠道', runbook: ['无需任何操作'] },
    },
    events: [event],
    count: 1,
    correlation: undefined,
    samples: [sampleOf(event, time)],
    sampled: false,
    outcomes: { succeeded: 1, denied: 0, failed: 0 },
    resources: { first: [{ type: 'DesktopId', id: 'ecd-example1' }], total: 1, atLeast: false },
    names: only('DeleteDesktops'),
    sessions: none,
    sourceIps: only('192.0.2.55'),
    userAgents: none,
    regions: only('cn-hangzhou'),
    accessKeys: none,
    firstSeen: time,
    lastSeen: time,
    channels: [],
    mayRepeat: false,
  };
}

function sampleOf(id: string, time: Date): Sample {
  const account = '1234567890123456';
  return {
    id,
    time,
    service: 'ECD',
    name: 'DeleteDesktops',
    access: 'write',
    summary: { en: 'delete cloud desktops', zh: '删除云电脑' },
    actor: {
      kind: 'ram-user',
      name: 'carol',
      account,
      accessKey: undefined,
      session: undefined,
      mfa: true,
    },
    sourceIp: '192.0.2.55',
    userAgent: undefined,
    account,
    region: 'cn-hangzhou',
    outcome: { kind: 'succeeded' },
    requestId: undefined,
    trailUrl: 'https://actiontrail.console.aliyun.com/cn-hangzhou/event-list',
    details: [],
  };
}

interface Said {
  readonly heading: string;
  /** Before what a real alert would say. */
  readonly sentence: string;
  readonly minimal: string;
  readonly answer: string;
}

const said: Readonly<Record<Locale, Said>> = {
  en: {
    heading: 'DRILL · ',
    sentence:
      'This is a drill: nothing happened. Somebody is trying the channels with trailbell channels test. ' +
      'A real alert would read: ',
    minimal: 'This is a drill: nothing happened.',
    answer: 'Try to answer it if you like: what you answer to a drill holds for drills only',
  },
  zh: {
    heading: '演练 · ',
    sentence:
      '这是一次演练，并未发生任何事件：有人正在用 trailbell channels test 测试通知渠道。真实告警的内容如下：',
    minimal: '这是一次演练，并未发生任何事件。',
    answer: '可以试用下面的操作：对演练的认领和静默只对演练有效',
  },
};

/** Words a drill as the alert that it could be, and says wherever anybody looks that it is none. */
export function sayDrill(alert: Alert, voice: Voice, circumstances: Circumstances): Notification {
  const notification = sayAlert(alert, voice, circumstances);
  const { heading, sentence, minimal, answer } = said[voice.locale];
  const { title, steps, offers } = notification;
  return {
    ...notification,
    kind: 'drill',
    title: [label(heading), ...title],
    sentence: [label(sentence), ...notification.sentence],
    steps: {
      ...steps,
      items: offers.length > 0 ? [...steps.items, [label(answer)]] : steps.items,
    },
    minimal: [[label(minimal)]],
  };
}
