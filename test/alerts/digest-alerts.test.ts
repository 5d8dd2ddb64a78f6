import { expect, test } from 'vitest';
import { digestAlerts, mergeDigests } from '../../src/alerts/digest-alerts.ts';
import { groupMatches } from '../../src/alerts/group-matches.ts';
import { sayDigest } from '../../src/alerts/say-digest.ts';
import type { Alert, KeptBack, RuleSnapshot } from '../../src/model/alert.ts';
import type { Level } from '../../src/model/level.ts';
import { locales } from '../../src/model/locale.ts';
import type { Text } from '../../src/model/text.ts';
import { deletion, deletionsByMany, eventOf } from '../support/audit-event.ts';
import { routedTo } from '../support/routed.ts';

const routed = routedTo(['a']);

function ruleOf(level: Level): RuleSnapshot {
  const zh = { title: `规则 ${level}`, runbook: ['先问清楚'] };
  return { id: level, title: `Rule ${level}`, level, tags: [], fields: [], runbook: ['Ask'], zh };
}

function alertsOf(level: Level, records: readonly object[]): readonly Alert[] {
  const groups = groupMatches();
  for (const record of records) {
    groups.add(ruleOf(level), eventOf(record), { channels: ['a'], mayRepeat: false, routed });
  }
  return groups.due().map(({ alert }) => alert);
}

function digestOf(alerts: readonly Alert[], keptBack?: KeptBack) {
  return digestAlerts(
    alerts.map((alert) => ({ alert, keptBack })),
    'too-many',
  );
}

const denied = (eventId: string, userName: string) =>
  deletion({ eventId, userIdentity: { type: 'ram-user', userName }, errorCode: 'Forbidden.RAM' });

test('alerts are counted by rule, the gravest first, and in each by who called most', () => {
  const low = alertsOf('low', deletionsByMany(30));
  const high = alertsOf('high', [denied('1', 'bob'), denied('2', 'bob'), denied('3', 'alice')]);
  const digest = digestOf([...low, ...high]);
  expect(digest).toMatchObject({ alerts: 32, count: 33, rest: { alerts: 0, count: 0 } });
  expect(digest.rows.map(({ rule, alerts, count }) => [rule.id, alerts, count])).toEqual([
    ['high', 2, 3],
    ['low', 30, 30],
  ]);
  const [first, second] = digest.rows;
  expect(first.actors).toEqual([
    { name: 'bob', count: 2 },
    { name: 'alice', count: 1 },
  ]);
  expect(first.outcomes).toEqual({ succeeded: 0, denied: 3, failed: 0 });
  expect(second?.actors).toHaveLength(20);
  expect(second?.others).toBe(10);
});

test('rules that have no row any more are counted', () => {
  const [alert] = alertsOf('low', [deletion()]);
  if (alert === undefined) throw new Error('there is no alert');
  const many = Array.from({ length: 40 }, (_, at) => ({
    ...alert,
    rule: { ...alert.rule, id: `rule-${at}` },
  }));
  const digest = digestOf(many);
  expect(digest.rows).toHaveLength(30);
  expect(digest).toMatchObject({ alerts: 40, count: 40, rest: { alerts: 10, count: 10 } });
  expect(mergeDigests([digest, digest])).toMatchObject({ alerts: 80, rest: { alerts: 20 } });
});

test('digests that are merged count what all of them did, whatever their order', () => {
  const parts = ['one', 'two', 'three'].map((id) =>
    digestOf(alertsOf('high', deletionsByMany(25, id))),
  );
  const merged = mergeDigests(parts);
  expect(merged).toMatchObject({ alerts: 75, count: 75, why: 'too-many', mayRepeat: false });
  expect(mergeDigests(parts.toReversed()).id).toBe(merged.id);
  const [row] = merged.rows;
  const named = row.actors.reduce((sum, { count }) => sum + count, 0);
  expect(named + row.others).toBe(75);
});

test('a digest that holds what may be a repeat may be one', () => {
  const [alert] = alertsOf('high', [deletion()]);
  if (alert === undefined) throw new Error('there is no alert');
  const fresh = digestOf([alert]);
  expect(fresh.mayRepeat).toBe(false);
  const again = digestOf([{ ...alert, mayRepeat: true }]);
  expect(mergeDigests([fresh, again]).mayRepeat).toBe(true);
});

test('repeats that were kept back before are counted in a digest', () => {
  const kept = { count: 7, since: 0 };
  const digest = digestOf(alertsOf('high', deletionsByMany(3)), kept);
  expect(mergeDigests([digest, digest]).keptBack).toBe(42);
  const voice = { locale: 'en', timezone: 'UTC', accounts: {} } as const;
  const lines = sayDigest(digest, voice, { mayRepeat: false }).facts.map(({ text }) => plain(text));
  expect(lines.join()).toContain('21 events before');
});

test.each(locales)('a digest says in %s how many of what, by whom, and what to do', (locale) => {
  const alerts = [
    ...alertsOf('low', deletionsByMany(30)),
    ...alertsOf('critical', [denied('1', 'bob'), denied('2', 'bob')]),
  ];
  const accounts = { '1234567890123456': 'production' };
  const voice = { locale, timezone: 'Asia/Shanghai', accounts };
  const said = sayDigest(digestOf(alerts), voice, { mayRepeat: true });
  const title = locale === 'en' ? 'Rule critical' : '规则 critical';
  expect(said).toMatchObject({ kind: 'digest', level: 'critical' });
  expect(plain(said.title)).toContain('31');
  expect(plain(said.title)).toContain(locale === 'en' ? 'may be a repeat' : '可能是重复通知');
  expect(plain(said.sentence)).toContain(title);
  expect(plain(said.sentence)).toContain(
    locale === 'en' ? '30 succeeded, 2 denied' : '30 次成功，2 次被拒绝',
  );
  const lines = said.facts.map(({ label, text }) => `${label} ${plain(text)}`);
  expect(lines[0]).toContain(`×2 ${title}`);
  expect(lines[1]).toMatch(/×30 .*user-0 ×1.*×27/);
  expect(lines[1]).toContain('production');
  expect(said.steps.items.map(plain)[0]).toBe(
    locale === 'en' ? 'Rule critical: Ask' : '规则 critical：先问清楚',
  );
  // The minimal form holds no text of an event.
  expect(JSON.stringify(said.minimal)).not.toContain('bob');
});

function plain(text: Text): string {
  return text.map((span) => (span.kind === 'link' ? span.label : span.text)).join('');
}
