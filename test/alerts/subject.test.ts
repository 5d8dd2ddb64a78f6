import { expect, test } from 'vitest';
import { alertOfCorrelated } from '../../src/alerts/alert-of-correlated.ts';
import { groupMatches } from '../../src/alerts/group-matches.ts';
import { answersTo, isOf, subjectId, subjectsOf } from '../../src/alerts/subject.ts';
import type { Alert, RuleSnapshot } from '../../src/model/alert.ts';
import type { ChatSilence, Subject } from '../../src/model/response.ts';
import type { Grouping } from '../../src/model/routing.ts';
import { deletion, eventOf } from '../support/audit-event.ts';
import { routedTo, routeTo } from '../support/routed.ts';

const rest = { tags: [], fields: [], runbook: [], zh: {} };
const rule: RuleSnapshot = { id: 'rule', title: 'Rule', level: 'high', ...rest };
const account = '1234567890123456';
const alice = { type: 'ram-user', accountId: account, userName: 'alice' };
const admin = (session: string) => ({
  type: 'assumed-role',
  accountId: account,
  userName: `admin:${session}`,
});
const denied = { errorCode: 'Forbidden.RAM' };

const caller = {
  rule: 'rule',
  account,
  actor: { kind: 'ram-user', name: 'alice', account },
  failedOnly: false,
};

test('an answer to an alert about one caller speaks of that caller, or of the whole rule', () => {
  const subjects = subjectsOf(alertOf([{ userIdentity: alice }]), ['actor']);
  expect(subjects).toEqual([caller, { rule: 'rule', account, failedOnly: false }]);
});

test('an answer to an alert about one session speaks of that session first', () => {
  const [narrowest, wider] = subjectsOf(alertOf([{ userIdentity: admin('alice') }]), ['actor']);
  expect(narrowest).toMatchObject({ actor: { name: 'admin' }, session: 'alice' });
  expect(wider).not.toHaveProperty('session');
});

test('an answer to an alert about several callers speaks of all of them', () => {
  const both = [{ userIdentity: alice }, { userIdentity: { ...alice, userName: 'bob' } }];
  expect(subjectsOf(alertOf(both, []), [])).toEqual([{ rule: 'rule', account, failedOnly: false }]);
});

test('what was not sampled may be of somebody else, unless an alert is of one caller anyway', () => {
  const many = Array.from({ length: 9 }, (_, at) => ({ sourceIpAddress: `192.0.2.${at}` }));
  const alert = alertOf(many);
  expect(alert.sampled).toBe(true);
  expect(subjectsOf(alert, ['actor'])[0]).toMatchObject({ actor: { name: 'alice' } });
  expect(subjectsOf(alert, ['account'])[0]).not.toHaveProperty('actor');
});

test.each<readonly [what: string, subject: Partial<Subject>, record: object, expected: boolean]>([
  ['the same caller', {}, {}, true],
  ['another caller', {}, { userIdentity: { ...alice, userName: 'bob' } }, false],
  [
    'the same name in another account',
    {},
    { userIdentity: { ...alice, accountId: '5432109876543210' } },
    false,
  ],
  ['a name in other letters', {}, { userIdentity: { ...alice, userName: 'Alice' } }, false],
  ['a name that would be a pattern', { actor: { ...caller.actor, name: '*' } }, {}, false],
  ['a role of the same name', {}, { userIdentity: admin('x') }, false],
  ['anybody, where nobody is named', { actor: undefined }, { userIdentity: admin('x') }, true],
  ['a call that works, where it speaks of failed ones', { failedOnly: true }, {}, false],
  ['a call that is denied, where it speaks of failed ones', { failedOnly: true }, denied, true],
  ['a call that is denied, where it speaks of all', {}, denied, true],
])('%s', (_what, subject, record, expected) => {
  const event = eventOf(deletion({ userIdentity: alice, ...record }));
  expect(isOf({ ...caller, ...subject }, { rule, event })).toBe(expected);
  expect(isOf({ ...caller, ...subject, rule: 'other' }, { rule, event })).toBe(false);
});

test('what is silenced after it was denied is heard once it works', () => {
  const [subject] = subjectsOf(alertOf([{ userIdentity: alice, ...denied }]), ['actor']);
  expect(isOf(subject, { rule, event: eventOf(deletion({ userIdentity: alice })) })).toBe(false);
});

test('an event of which nothing is known is only of a subject that speaks of all', () => {
  const unknown = { rule, event: undefined };
  expect(isOf(caller, unknown)).toBe(false);
  expect(isOf({ rule: 'rule', failedOnly: true }, unknown)).toBe(false);
  expect(isOf({ rule: 'rule', failedOnly: false }, unknown)).toBe(true);
});

test('subjects that differ in anything have ids of their own', () => {
  const { actor } = caller;
  const others: readonly Subject[] = [
    caller,
    { ...caller, rule: 'other' },
    { ...caller, account: undefined },
    { ...caller, actor: undefined },
    { ...caller, actor: { ...actor, name: 'bob' } },
    { ...caller, actor: { ...actor, kind: 'root' } },
    { ...caller, actor: { ...actor, account: undefined } },
    { ...caller, session: 'alice' },
    { ...caller, group: 'alice' },
    { ...caller, failedOnly: true },
  ];
  expect(new Set(others.map(subjectId)).size).toBe(others.length);
  expect(subjectId({ ...caller, actor: { ...actor } })).toBe(subjectId(caller));
});

test('an answer to a correlation speaks of its group, whatever its events', () => {
  const correlated = {
    rule,
    id: 'found',
    group: [{ name: 'sourceIpAddress', value: '203.0.113.7', fields: [] }],
    count: 2,
    firstSeen: new Date(0),
    lastSeen: new Date(1),
    timespan: 60,
    steps: false,
    events: [eventOf(deletion())],
  };
  const routed = routedTo(['a']);
  const alert = alertOfCorrelated(correlated, { channels: ['a'], mayRepeat: false, routed });
  const [subject] = subjectsOf(alert, ['actor']);
  expect(isOf(subject, { rule, event: undefined, group: alert.key })).toBe(true);
  expect(isOf(subject, { rule, event: undefined, group: 'another' })).toBe(false);
});

test('an alert is told with the answers to alerts like it, and with no others', () => {
  const silence = (id: string, subject: Subject): ChatSilence => ({
    kind: 'silence',
    id,
    subject,
    alert: 'alert',
    title: 'Rule',
    by: { name: 'bob', isVerified: false, address: '203.0.113.9' },
    at: 0,
    endsAt: 1,
    comment: '',
    channels: ['a'],
  });
  const silences = [
    silence('same', { ...caller, failedOnly: true }),
    silence('wider', { rule: 'rule', account, failedOnly: false }),
    silence('bob', { ...caller, actor: { ...caller.actor, name: 'bob' } }),
  ];
  const answered = { silences, acknowledgements: [] };
  const told = answersTo(alertOf([{ userIdentity: alice }]), answered);
  expect(told.silences.map(({ id }) => id)).toEqual(['same', 'wider']);
});

function alertOf(changes: readonly object[], groupBy: readonly Grouping[] = ['actor']): Alert {
  const groups = groupMatches();
  const channels = ['a'];
  const routed = { ...routedTo(channels), route: { ...routeTo(channels), groupBy } };
  for (const [at, change] of changes.entries()) {
    const event = eventOf(deletion({ eventId: `id-${at}`, ...change }));
    groups.add(rule, event, { channels, mayRepeat: false, routed });
  }
  const [due] = groups.due();
  if (!due) throw new Error('there is no alert');
  return due.alert;
}
