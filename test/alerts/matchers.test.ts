import { expect, test } from 'vitest';
import { fits, type Occurrence } from '../../src/alerts/matchers.ts';
import type { Matchers } from '../../src/model/routing.ts';
import { deletion, eventOf } from '../support/audit-event.ts';

const accounts = { '1234567890123456': 'example-production' };

const rule = {
  id: '00000000-0000-4000-8000-000000000001',
  title: 'Endpoint Service Deleted',
  level: 'high',
  tags: ['attack.impact', 'attack.t1485'],
  fields: [],
  runbook: [],
  zh: {},
} as const;

const finding: Occurrence = { rule, event: eventOf(deletion()) };

test.each<readonly [Matchers, boolean]>([
  [{}, true],
  [{ level: ['high'] }, true],
  [{ level: ['critical', 'high'] }, true],
  [{ level: ['critical'] }, false],
  [{ rule: ['00000000-0000-4000-8000-000000000001'] }, true],
  [{ rule: ['endpoint service deleted'] }, true],
  [{ rule: ['Endpoint*'] }, true],
  [{ rule: ['Endpoint'] }, false],
  [{ tags: ['attack.t1485'] }, true],
  [{ tags: ['attack.t1*'] }, true],
  [{ tags: ['attack.t9*', 'attack.impact'] }, true],
  [{ tags: ['attack.discovery'] }, false],
  [{ service: ['PrivateLink'] }, true],
  [{ service: ['privatelink'] }, true],
  [{ service: ['ECD'] }, false],
  [{ account: ['1234567890123456'] }, true],
  [{ account: ['example-*'] }, true],
  [{ account: ['example-staging'] }, false],
  [{ region: ['cn-*'] }, true],
  [{ region: ['us-*'] }, false],
  [{ actor: ['alice'] }, true],
  [{ actor: ['bob', 'a*'] }, true],
  [{ actor: ['bob'] }, false],
  [{ outcome: ['succeeded'] }, true],
  [{ outcome: ['denied', 'failed'] }, false],
  // All that is named has to fit.
  [{ level: ['high'], service: ['PrivateLink'], actor: ['alice'] }, true],
  [{ level: ['high'], service: ['PrivateLink'], actor: ['bob'] }, false],
  [{ level: ['critical'], service: ['PrivateLink'] }, false],
])('%j fits: %s', (match, expected) => {
  expect(fits(match, finding, accounts)).toBe(expected);
});

test.each<readonly [string, string, boolean]>([
  ['6543210987654321', 'ci-*', false],
  ['6543210987654321', '6543210987654321/ci-*', true],
  ['6543210987654321', '*/ci-*', true],
  ['6543210987654321', '*', false],
  ['6543210987654321', '*-1', false],
  ['6543210987654321', '*/*', true],
  ['1234567890123456', 'ci-*', true],
  ['1234567890123456', '1234567890123456/ci-1', true],
])('an actor of account %s fits %s: %s', (account, pattern, expected) => {
  const event = eventOf(deletion({ recipientAccountId: '1234567890123456' }));
  const actor = { ...event.actor, account, name: 'ci-1' };
  expect(fits({ actor: [pattern] }, { rule, event: { ...event, actor } }, accounts)).toBe(expected);
});

test.each<Matchers>([
  { region: ['*'] },
  { actor: ['*'] },
  { service: ['*'] },
  { outcome: ['failed'] },
])('%j does not fit where there is no event to ask', (match) => {
  expect(fits(match, { rule, event: undefined }, accounts)).toBe(false);
  expect(fits({ level: ['high'] }, { rule, event: undefined }, accounts)).toBe(true);
});

test('a region that the record does not name fits no pattern, not even a star', () => {
  const { acsRegion: _, ...record } = deletion();
  const nowhere = { ...finding, event: eventOf(record) };
  expect(fits({ region: ['*'] }, nowhere, accounts)).toBe(false);
});

test('an account is not called what every object has', () => {
  const event = eventOf(deletion({ recipientAccountId: 'constructor' }));
  expect(fits({ account: ['*Object*'] }, { ...finding, event }, accounts)).toBe(false);
});
