import { type AnswerAction, answers, type Offer } from '../../src/model/action.ts';
import type { Notification } from '../../src/model/notification.ts';
import { label, link, value } from '../../src/model/text.ts';

/** An alert with a bit of everything, in which every value that an attacker could choose is `text`. */
export function alertAbout(text: string, changes: Partial<Notification> = {}): Notification {
  return {
    kind: 'alert',
    id: '6f1c2a',
    level: 'high',
    about: {
      rule: 'ecd-delete',
      service: 'ECD',
      event: 'DeleteDesktops',
      actor: text,
      account: '1234567890123456',
      region: 'cn-hangzhou',
      outcome: 'succeeded',
      time: new Date('2026-11-21T07:04:05Z'),
    },
    title: [label('[High] Cloud desktops deleted ×3')],
    sentence: [value(text), label(' deleted '), value('ecd-1'), label(', and it succeeded.')],
    facts: [
      { label: 'From', text: [value('203.0.113.7'), label(' with '), value(text)] },
      { label: 'Account', text: [value('1234567890123456')] },
    ],
    steps: {
      label: 'What to do',
      items: [[label('Ask '), value(text)], [value(text)], [value('Restore the snapshot')]],
    },
    links: [
      link('Event', 'https://actiontrail.console.aliyun.com/event?id=E-1'),
      link('Runbook', 'https://runbooks.example/ecd'),
    ],
    offers: [],
    footer: [label('event '), value('E-1'), label(' · rule ecd-delete')],
    minimal: [
      [label('Rule ecd-delete, event E-1')],
      [link('Event', 'https://actiontrail.console.aliyun.com/event?id=E-1')],
    ],
    cut: 'Some of it was left out.',
    ...changes,
  };
}

const answerLabels: Readonly<Record<AnswerAction, string>> = {
  acknowledge: 'Acknowledge',
  'silence-1h': 'Silence 1 h',
  'silence-4h': 'Silence 4 h',
  'silence-morning': 'Silence until 9:00',
};

/** What can be done about an alert, with addresses as long as real ones. */
export const offers: readonly Offer[] = answers.map((action) => {
  const token = `${action}-example`.padEnd(60, '0');
  const url = `https://alerts.example.com/a?t=${token}`;
  return { action, label: answerLabels[action], url, token };
});
