import { digestAlerts } from '../../src/alerts/digest-alerts.ts';
import { groupMatches } from '../../src/alerts/group-matches.ts';
import { sayAlert } from '../../src/alerts/say-alert.ts';
import { sayDigest } from '../../src/alerts/say-digest.ts';
import { sayNotice } from '../../src/alerts/say-notice.ts';
import type { Alert, RuleSnapshot } from '../../src/model/alert.ts';
import type { Locale } from '../../src/model/locale.ts';
import type { Notification } from '../../src/model/notification.ts';
import type { Answered, ChatSilence, Responder } from '../../src/model/response.ts';
import { label, type Text, value } from '../../src/model/text.ts';
import { deletion, eventOf } from '../support/audit-event.ts';
import { routedTo } from '../support/routed.ts';
import { alertAbout, offers } from './notification.ts';

export type Kind = (typeof kinds)[number];

/** Where an attacker's text gets into what is told. */
export const kinds = [
  'one call',
  'calls that came to nothing',
  'a call that is not known',
  'calls of many',
  'a call that was answered',
  'a digest',
  'a dead channel',
  'a rule that failed',
  'a wrong configuration',
  'a silence',
  'spans',
  'more than fits',
] as const;

const rule: RuleSnapshot = {
  id: '00000000-0000-4000-8000-000000000001',
  title: 'Endpoint Service Deleted',
  level: 'high',
  tags: [],
  fields: [],
  runbook: ['Ask the actor.', 'Restore it.'],
  zh: { title: '终端节点服务被删除', runbook: ['联系操作人。', '恢复。'] },
};

/** What is told of something in which all that a caller can choose is `text`. */
export function notificationOf(kind: Kind, text: string, locale: Locale): Notification {
  const voice = { locale, timezone: 'Asia/Shanghai', accounts: {} };
  switch (kind) {
    case 'one call':
    case 'calls that came to nothing':
    case 'a call that is not known':
    case 'calls of many': {
      const circumstances = { mayRepeat: false, keptBack: undefined, offers };
      const knowing = { ...voice, accounts: { [text]: text } };
      return sayAlert(alertOf(records[kind](text)), knowing, circumstances);
    }
    case 'a call that was answered': {
      const alert = alertOf(records['one call'](text));
      const answered = answersOf(alert, text);
      return sayAlert(alert, voice, { mayRepeat: true, keptBack: undefined, offers, answered });
    }
    case 'a digest': {
      const alerts = Object.values(records).map((recordsOf) => alertOf(recordsOf(text)));
      const digest = digestAlerts(
        alerts.map((alert) => ({ alert, keptBack: undefined })),
        'too-many',
      );
      return sayDigest(digest, voice, { mayRepeat: false });
    }
    case 'a dead channel':
      return sayNotice(
        { kind: 'dead-channel', channel: 'ops', reason: text, isKept: true },
        '1',
        voice,
      );
    case 'a rule that failed': {
      const { id, title } = rule;
      return sayNotice({ kind: 'rule-failed', rule: id, title, error: text }, '1', voice);
    }
    case 'a wrong configuration':
      return sayNotice({ kind: 'config-error', message: text }, '1', voice);
    case 'a silence':
      return sayNotice({ kind: 'silence-ended', silence: silenceBy(text) }, '1', voice);
    case 'spans':
      return alertAbout(text, {
        title: [label('[High] '), value(text), label(' ×3')],
        offers,
        footer: [label('event E-1 · rule '), value(text)],
        minimal: [[label('Event '), value(text)], [value(text)]],
      });
    case 'more than fits': {
      const { steps } = alertAbout(text);
      const line = [value(text), label(' · '), value(text.slice(1)), label(' · '), value(text)];
      return alertAbout(text, {
        offers,
        sentence: [...line, label(' deleted '), ...line, ...line, label(', but was denied.')],
        facts: Array.from({ length: 80 }, (_, at) => ({ label: `Fact ${at}`, text: line })),
        steps: { ...steps, items: Array.from({ length: 80 }, () => line) },
      });
    }
  }
}

/** One that somebody who types `text` into everything made, and ended. */
function silenceBy(text: string): ChatSilence {
  const by = { name: text, isVerified: false, address: text };
  return {
    kind: 'silence',
    id: 'silence-example',
    subject: {
      rule: rule.id,
      account: text,
      actor: { kind: text, name: text, account: text },
      session: text,
      failedOnly: true,
    },
    alert: 'alert-example',
    title: text,
    by,
    at: 0,
    comment: text,
    endsAt: 3_600_000,
    ended: { by, at: 1_000 },
    channels: ['ops'],
  };
}

type Fields = Readonly<Record<string, unknown>>;

const records = {
  'one call': (text) => [call(text)],
  'calls that came to nothing': (text) => [
    call(text, { errorCode: `Forbidden.${text}` }),
    call(text, { errorCode: text || 'x', eventId: 'E-2' }),
  ],
  'a call that is not known': (text) => [
    call(text, { eventName: `x${text}`, serviceName: `x${text}`, userIdentity: { type: text } }),
  ],
  'calls of many': (text) =>
    ['a', 'b', 'c', 'd', 'e'].map((who) =>
      call(`${text}${who}`, {
        eventId: `E-${who}`,
        userIdentity: { type: 'ram-user', userName: `${text}${who}` },
      }),
    ),
} satisfies Partial<Record<Kind, (text: string) => readonly Fields[]>>;

function call(text: string, changes: Fields = {}): Fields {
  return deletion({
    eventId: 'E-1',
    userAgent: text,
    sourceIpAddress: text,
    acsRegion: text,
    errorMessage: text,
    recipientAccountId: text,
    userIdentity: {
      type: 'assumed-role',
      userName: `${text.replaceAll(':', '')}:${text}`,
      accountId: text,
      accessKeyId: text,
    },
    requestParameters: { ServiceId: text, [`x${text}`]: text },
    referencedResources: {
      [`x${text}`]: [text, `${text}2`],
      'ACS::PrivateLink::VpcEndpoint': text,
    },
    ...changes,
  });
}

/** People name themselves, and say why, as they like. */
function answersOf({ id, rule: { title } }: Alert, text: string): Answered {
  const at = Date.parse('2026-11-21T07:10:00Z');
  const by: Responder = { name: text, isVerified: false, address: text };
  const subject = { rule: rule.id, failedOnly: false };
  const answer = { id: 'answer-example', subject, alert: id, title, by, at, comment: text };
  const silence = {
    ...answer,
    kind: 'silence',
    endsAt: at + 3_600_000,
    channels: ['ops'],
  } as const;
  return {
    silences: [
      silence,
      { ...silence, ended: { by: { ...by, isVerified: true }, at: at + 60_000 } },
    ],
    acknowledgements: [{ ...answer, kind: 'acknowledgement' }],
  };
}

/** As the pipeline makes it of matches. */
function alertOf(found: readonly Fields[]): Alert {
  const groups = groupMatches();
  const channels = ['ops'];
  const routed = routedTo(channels);
  const byAccount = { ...routed, route: { ...routed.route, groupBy: ['account' as const] } };
  for (const record of found) {
    groups.add(rule, eventOf(record), { channels, mayRepeat: false, routed: byAccount });
  }
  const [due] = groups.due();
  if (due === undefined) throw new Error('the calls make no alert');
  return due.alert;
}

/** The same notification of a harmless event: what is to be seen of a value is a letter. */
export function harmless(notification: Notification): Notification {
  const { about, title, sentence, facts, steps, footer, minimal } = notification;
  const { outcome, time, ...texts } = about;
  const names = Object.entries(texts).map(([key, text]) => [key, text && letterFor(text)]);
  return {
    ...notification,
    about: { ...Object.fromEntries(names), outcome, time },
    title: withLetters(title),
    sentence: withLetters(sentence),
    facts: facts.map((fact) => ({ ...fact, text: withLetters(fact.text) })),
    steps: { ...steps, items: steps.items.map(withLetters) },
    footer: withLetters(footer),
    minimal: minimal.map(withLetters),
  };
}

function withLetters(text: Text): Text {
  return text.map((span) =>
    span.kind === 'value' ? { kind: 'value', text: letterFor(span.text) } : span,
  );
}

/** More of a value is not even looked at: of what is longer, an ellipsis is seen at least. */
const LOOKED_AT = 20_000;

/** Where nothing is to be seen of a value, nothing is shown. */
function letterFor(text: string): string {
  return text.length <= LOOKED_AT && nothingSeen.test(text) ? '' : 'x';
}

const nothingSeen = /^[\s\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]*$/u;
