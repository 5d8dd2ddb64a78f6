import { expect, test } from 'vitest';
import { sayNotice } from '../../src/alerts/say-notice.ts';
import { saySubject } from '../../src/alerts/say-subject.ts';
import { locales } from '../../src/model/locale.ts';
import { type Notice, subjectOf } from '../../src/model/notice.ts';
import type { ChatSilence, Subject } from '../../src/model/response.ts';

const since = Date.parse('2026-11-21T07:04:05Z');

const silence: ChatSilence = {
  kind: 'silence',
  id: 'silence-example',
  subject: {
    rule: 'rule-1',
    account: '1234567890123456',
    actor: { kind: 'ram-user', name: 'carol', account: '1234567890123456' },
    failedOnly: true,
  },
  alert: 'alert-example',
  title: 'Endpoint Service Deleted',
  by: { name: 'alice', isVerified: false, address: '192.0.2.7' },
  at: since,
  comment: 'planned <b>work</b>',
  endsAt: since + 3_600_000,
  channels: ['slack'],
};

const troubles: readonly Notice[] = [
  { kind: 'dead-channel', channel: 'slack', reason: 'channel_is_archived', isKept: true },
  { kind: 'rule-failed', rule: 'rule-1', title: 'Rule one', error: 'RangeError' },
  { kind: 'config-error', message: 'channels.slack.webhook: is not a URL. Set it' },
  { kind: 'no-records', since, calledAt: since },
  { kind: 'no-records', since, calledAt: undefined },
  { kind: 'shard-stands-still', shard: 3, since, reason: 'timeout' },
  { kind: 'shard-stands-still', shard: 3, since, reason: undefined },
  { kind: 'channel-failing', channel: 'slack', since, reason: 'HTTP 404' },
];

const all: readonly Notice[] = [
  ...troubles,
  { kind: 'well-again', was: { kind: 'no-records', subject: '' }, since },
  { kind: 'well-again', was: { kind: 'shard-stands-still', subject: '3' }, since },
  { kind: 'well-again', was: { kind: 'channel-failing', subject: 'slack' }, since },
  { kind: 'silence-begun', silence },
  { kind: 'silence-ended', silence },
];

const utc = { timezone: 'UTC', accounts: {} };

test.each(locales.flatMap((locale) => troubles.map((notice) => ({ locale, notice }))))(
  'a notice of kind $notice.kind says in $locale what is wrong and what to do',
  ({ locale, notice }) => {
    const said = sayNotice(notice, '1', { locale, ...utc });
    const abouts: Partial<Record<Notice['kind'], string>> = {
      'config-error': 'is not a URL',
      'no-records': '2026-11-21 07:04:05',
      'shard-stands-still': '3',
    };
    expect(said.kind).toBe('notice');
    expect(JSON.stringify(said)).toContain(abouts[notice.kind] ?? subjectOf(notice));
    expect(said.steps.items.length).toBeGreaterThan(0);
    expect(['high', 'critical']).toContain(said.level);
  },
);

test.each(locales)('where nothing is kept, a dead channel says so in %s', (locale) => {
  const lost: Notice = { kind: 'dead-channel', channel: 'slack', reason: 'gone', isKept: false };
  const said = JSON.stringify(sayNotice(lost, '1', { locale, ...utc }));
  expect(said).toContain('dead_letters');
  expect(said).not.toContain('redrive');
});

test.each(locales)('a silence says in %s who made it, how that is known, and why', (locale) => {
  const said = JSON.stringify(
    sayNotice({ kind: 'silence-begun', silence }, '1', { locale, ...utc }),
  );
  for (const part of ['alice', '192.0.2.7', 'carol', '2026-11-21 08:04:05', 'planned']) {
    expect(said).toContain(part);
  }
});

test('a silence says what it is about in the words of the page that made it', () => {
  const accounts = { '1234567890123456': 'example-production' };
  const voice = { locale: 'en', timezone: 'UTC', accounts } as const;
  const ofAll = { rule: 'rule-1', account: '1234567890123456', failedOnly: false };
  const about = (subject: Subject) => {
    const notice = { kind: 'silence-begun', silence: { ...silence, subject } } as const;
    return sayNotice(notice, '1', voice).facts[0]?.text;
  };
  expect(about(silence.subject)).toEqual(saySubject(silence.subject, voice));
  expect(about(ofAll)).toContainEqual({ kind: 'value', text: 'example-production' });
});

test.each(locales)('a silence that was ended early says in %s by whom', (locale) => {
  const ended = { by: { name: 'bob', isVerified: true, address: undefined }, at: since + 5_000 };
  const notice = { kind: 'silence-ended', silence: { ...silence, ended } } as const;
  const said = JSON.stringify(sayNotice(notice, '1', { locale, ...utc }));
  for (const part of ['bob', '07:04:10', '08:04:05']) expect(said).toContain(part);
});

test('what a person has typed is a value, which every channel neutralises', () => {
  const typed = ['alice', '192.0.2.7', 'planned <b>work</b>', 'carol', silence.title];
  for (const locale of locales) {
    for (const notice of all) {
      const { title, sentence, facts, steps } = sayNotice(notice, '1', { locale, ...utc });
      const labels = [title, sentence, ...facts.map(({ text }) => text), ...steps.items]
        .flat()
        .flatMap((span) => (span.kind === 'label' ? [span.text] : []));
      for (const text of typed) expect(labels.join('\n')).not.toContain(text);
    }
  }
});

test('moments are told in the time zone of the reader', () => {
  const voice = { locale: 'en', timezone: 'Asia/Shanghai', accounts: {} } as const;
  const said = JSON.stringify(
    sayNotice({ kind: 'no-records', since, calledAt: undefined }, '1', voice),
  );
  expect(said).toContain('2026-11-21 15:04:05 Asia/Shanghai · 07:04:05 UTC');
});

test('a notice has the same id on the same occasion, and another one on the next', () => {
  const about = [0, 1, 2, 8, 9, 11, 12].flatMap((at) => all[at] ?? []);
  const ids = about.flatMap((notice) =>
    ['1', '1', '2'].map((occasion) => sayNotice(notice, occasion, { locale: 'en', ...utc }).id),
  );
  expect(new Set(ids).size).toBe(about.length * 2);
  expect(ids[0]).toBe(ids[1]);
});
