import { expect, test } from 'vitest';
import { sayNotice } from '../../src/alerts/say-notice.ts';
import { locales } from '../../src/model/locale.ts';
import { type Notice, subjectOf } from '../../src/model/notice.ts';

const notices: readonly Notice[] = [
  { kind: 'dead-channel', channel: 'slack', reason: 'channel_is_archived', isKept: true },
  { kind: 'rule-failed', rule: 'rule-1', title: 'Rule one', error: 'RangeError' },
  { kind: 'config-error', message: 'channels.slack.webhook: is not a URL. Set it' },
];

test.each(locales.flatMap((locale) => notices.map((notice) => ({ locale, notice }))))(
  'a notice of kind $notice.kind says in $locale what is wrong and what to do',
  ({ locale, notice }) => {
    const said = sayNotice(notice, '1', locale);
    const about = notice.kind === 'config-error' ? notice.message : subjectOf(notice);
    expect(said.kind).toBe('notice');
    expect(JSON.stringify(said)).toContain(about);
    expect(said.steps.items.length).toBeGreaterThan(0);
  },
);

test.each(locales)('where nothing is kept, a dead channel says so in %s', (locale) => {
  const lost: Notice = { kind: 'dead-channel', channel: 'slack', reason: 'gone', isKept: false };
  const said = JSON.stringify(sayNotice(lost, '1', locale));
  expect(said).toContain('dead_letters');
  expect(said).not.toContain('redrive');
});

test('a notice has the same id on the same occasion, and another one on the next', () => {
  const ids = notices.flatMap((notice) =>
    ['1', '1', '2'].map((occasion) => sayNotice(notice, occasion, 'en').id),
  );
  expect(new Set(ids).size).toBe(6);
  expect(ids[0]).toBe(ids[1]);
});
