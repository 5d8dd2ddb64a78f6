import { expect, test } from 'vitest';
import { groupMatches } from '../../src/alerts/group-matches.ts';
import type { RuleSnapshot } from '../../src/model/alert.ts';
import type { Grouping } from '../../src/model/routing.ts';
import { deletion, deletionsByMany, eventOf } from '../support/audit-event.ts';
import { routeTo, routedTo } from '../support/routed.ts';

const rest = { tags: [], fields: [], runbook: [], zh: {} };
const rule: RuleSnapshot = { id: 'rule', title: 'Rule', level: 'high', ...rest };
const channels = ['a'];

const user = (userName: string) => ({ type: 'ram-user', userName });
const records = [
  deletion({ eventId: '1', userIdentity: user('alice') }),
  deletion({ eventId: '2', userIdentity: user('alice'), acsRegion: 'cn-beijing' }),
  deletion({ eventId: '3', userIdentity: user('bob'), sourceIpAddress: '198.51.100.9' }),
  deletion({ eventId: '4', userIdentity: user('bob'), errorCode: 'Forbidden.RAM' }),
  deletion({ eventId: '5', userIdentity: user('bob'), eventName: 'DeleteVpcEndpoint' }),
];

test.each<readonly [readonly Grouping[], readonly (readonly string[])[]]>([
  [[], [['1', '2', '3', '4', '5']]],
  [['rule', 'account'], [['1', '2', '3', '4', '5']]],
  [
    ['actor'],
    [
      ['1', '2'],
      ['3', '4', '5'],
    ],
  ],
  [['region'], [['1', '3', '4', '5'], ['2']]],
  [['source_ip'], [['1', '2', '4', '5'], ['3']]],
  [['outcome'], [['1', '2', '3', '5'], ['4']]],
  [['event'], [['1', '2', '3', '4'], ['5']]],
  [
    ['actor', 'outcome'],
    [['1', '2'], ['3', '5'], ['4']],
  ],
  [['...'], [['1'], ['2'], ['3'], ['4'], ['5']]],
])('grouped by %j, events are told as %j', (groupBy, expected) => {
  const groups = groupMatches();
  const routed = routedTo(channels, { route: routeTo(channels, { groupBy }) });
  for (const record of records) {
    groups.add(rule, eventOf(record), { channels, mayRepeat: false, routed });
  }
  expect(groups.due().map(({ alert }) => alert.events)).toEqual(expected);
});

test('accounts are always told apart', () => {
  const groups = groupMatches();
  const routed = routedTo(channels, { route: routeTo(channels, { groupBy: [] }) });
  for (const recipientAccountId of ['1234567890123456', '6543210987654321']) {
    const event = eventOf(deletion({ eventId: recipientAccountId, recipientAccountId }));
    groups.add(rule, event, { channels, mayRepeat: false, routed });
  }
  expect(groups.due()).toHaveLength(2);
});

test('what routes tell in different ways is told apart', () => {
  const groups = groupMatches();
  const ways = [
    routedTo(channels),
    routedTo(channels, { mutedBy: 'record_only' }),
    routedTo(channels, { isLate: true }),
    routedTo(channels, { route: routeTo(channels, { path: 'route.routes.0' }) }),
  ];
  for (const [at, routed] of ways.entries()) {
    const event = eventOf(deletion({ eventId: `${at}` }));
    groups.add(rule, event, { channels, mayRepeat: false, routed });
  }
  expect(groups.due().map(({ routed }) => routed)).toEqual(ways);
});

test('past so many groups a rule is told as one, whoever called, and no event is left out', () => {
  const groups = groupMatches();
  const other = { ...rule, id: 'other' };
  for (const record of deletionsByMany(5_000)) {
    const owing = { channels, mayRepeat: false, routed: routedTo(channels) };
    groups.add(rule, eventOf(record), owing);
    groups.add(other, eventOf(record), owing);
  }
  const due = groups.due();
  expect(due.length).toBeLessThanOrEqual(2_002);
  for (const { id } of [rule, other]) {
    const own = due.filter(({ alert }) => alert.rule.id === id).map(({ alert }) => alert);
    expect(new Set(own.flatMap(({ events }) => events)).size).toBe(5_000);
    expect(own.reduce((sum, { count }) => sum + count, 0)).toBe(5_000);
  }
});
