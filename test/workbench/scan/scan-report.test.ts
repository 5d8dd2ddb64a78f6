import { expect, test } from 'vitest';
import { parseRules } from '../../../src/sigma/parse/parse-rules.ts';
import { rememberIds } from '../../../src/workbench/scan/remember-ids.ts';
import { openScanReport } from '../../../src/workbench/scan/scan-report.ts';
import { openRingingRoutes, type RingingRoutes } from '../../../src/workbench/scan/scan-routing.ts';
import type { ScanMatch } from '../../../src/workbench/scan/scan.ts';
import { deletion, eventOf } from '../../support/audit-event.ts';

const [found] = parseRules(
  `title: Deleted
id: 00000000-0000-4000-8000-000000000001
level: high
logsource: {product: alicloud, service: actiontrail}
detection: {selection: {eventName: Delete}, condition: selection}
`,
  'a.yml',
).rules;
if (!found) throw new Error('the rule cannot be read');
const rule = found;

let ids = 0;

/** A match of the rule, at a time of day such as 08:10. */
function matchAt(time: string, changes: Readonly<Record<string, unknown>> = {}): ScanMatch {
  ids += 1;
  const record = { eventId: `event-${ids}`, eventTime: `2026-11-21T${time}:00Z`, ...changes };
  const event = eventOf(deletion(record));
  return {
    rule,
    line: ids,
    id: event.id,
    time: event.time.getTime(),
    describe: () => event,
    correlated: undefined,
  };
}

const reportOf = (matches: readonly ScanMatch[], routesOf?: RingingRoutes) => {
  const report = openScanReport({ routesOf });
  for (const match of matches) report.add(match);
  return report.report();
};

/** How often the rule rings, and how often with a repeat interval of an hour. */
const ringsOf = (matches: readonly ScanMatch[], routesOf?: RingingRoutes) => {
  const [own] = reportOf(matches, routesOf).rules;
  return [own?.messages, own?.withInterval];
};

const routesIn = (route: Readonly<Record<string, unknown>>) =>
  openRingingRoutes(
    {
      source: { endpoint: 'cn-hangzhou.log.aliyuncs.com', project: 'example', logstore: 'example' },
      channels: {
        slack: { type: 'slack', webhook: '${SLACK_WEBHOOK}' },
        teams: { type: 'teams', webhook: '${TEAMS_WEBHOOK}' },
      },
      route,
    },
    {},
  );

const denied = { errorCode: 'NoPermission' };

const session = (sessionName: string) => ({
  userIdentity: {
    type: 'assumed-role',
    accountId: '1234567890123456',
    userName: `example-role:${sessionName}`,
  },
});

test('who was denied and then succeeds is no repeat', () => {
  expect(ringsOf([matchAt('08:00', denied), matchAt('08:10')])).toEqual([2, 2]);
  expect(ringsOf([matchAt('08:00', denied), matchAt('08:10', denied)])).toEqual([2, 1]);
  expect(ringsOf([matchAt('08:00'), matchAt('08:10')])).toEqual([2, 1]);
});

test('a minute in which one call succeeded and another was denied is told once, as a success', () => {
  const both = [matchAt('08:00', denied), matchAt('08:00')];
  expect(ringsOf(both)).toEqual([1, 1]);
  expect(ringsOf([...both, matchAt('08:10')])).toEqual([2, 1]);
  expect(ringsOf([...both, matchAt('08:10', denied)])).toEqual([2, 2]);
});

test('two sessions of a role are two people, and many are one machine', () => {
  expect(ringsOf(['a', 'b'].map((name) => matchAt('08:00', session(name))))).toEqual([2, 2]);
  const many = Array.from({ length: 9 }, (_, at) => matchAt('08:00', session(`session-${at}`)));
  expect(ringsOf(many)).toEqual([6, 6]);
  // In another minute others come first.
  expect(ringsOf([...many, matchAt('08:05', session('session-9'))])).toEqual([7, 7]);
});

test('a route groups as it says, and its messages are told of each actor in them', () => {
  const user = (userName: string) => ({
    userIdentity: { type: 'ram-user', accountId: '1234567890123456', userName },
  });
  const people = [
    matchAt('08:00', user('alice')),
    matchAt('08:00', user('bob')),
    matchAt('08:20', user('bob')),
  ];
  expect(ringsOf(people)).toEqual([3, 2]);
  const ofAccount = reportOf(people, routesIn({ group_by: ['account'] }));
  expect(ofAccount.rules).toMatchObject([{ matches: 3, messages: 2, withInterval: 1 }]);
  expect(ofAccount.actors).toMatchObject([
    { name: 'bob', messages: 2, matches: 2 },
    { name: 'alice', messages: 1, matches: 1 },
  ]);
  const regions = ['cn-hangzhou', 'cn-beijing'].map((acsRegion) => matchAt('08:00', { acsRegion }));
  expect(ringsOf(regions)).toEqual([1, 1]);
  const byRegion = reportOf(regions, routesIn({ group_by: ['actor', 'region'] }));
  expect(byRegion.rules).toMatchObject([{ matches: 2, messages: 2, withInterval: 2 }]);
  expect(byRegion.actors).toMatchObject([{ matches: 2, messages: 2 }]);
});

test('what two routes tell is told twice, and repeats nothing of each other', () => {
  const routes = [
    { channels: ['slack'], continue: true },
    { channels: ['teams'], match: { outcome: ['denied'] } },
  ];
  const both = reportOf([matchAt('08:00', denied)], routesIn({ routes }));
  expect(both.rules).toMatchObject([{ matches: 1, messages: 2, withInterval: 2 }]);
  expect(ringsOf([matchAt('08:00')], routesIn({ routes }))).toEqual([1, 1]);
});

test('each firing of a correlation is a message, and those of a group repeat each other', () => {
  const firing = (id: string, time: string, user: string, succeeded = 1): ScanMatch => ({
    ...matchAt(time),
    describe: undefined,
    correlated: { id, lines: [], ids: [], succeeded, group: [{ name: 'user', value: user }] },
  });
  const alice = [firing('a', '08:00', 'alice'), firing('b', '08:00', 'alice')];
  expect(ringsOf(alice)).toEqual([2, 1]);
  expect(ringsOf([...alice, firing('c', '08:10', 'bob')])).toEqual([3, 2]);
  expect(ringsOf([...alice, firing('d', '08:10', 'alice', 0)])).toEqual([3, 2]);
  expect(ringsOf([firing('a', '08:00', 'alice'), firing('a', '08:00', 'alice')])).toEqual([1, 1]);
});

test('an event counts once for each rule, however often it is given', () => {
  const match = matchAt('08:00');
  const report = openScanReport();
  expect([report.add(match), report.add({ ...match, line: 7 })]).toEqual([true, false]);
  expect(report.add({ ...match, rule: { ...rule, id: 'another' } })).toBe(true);
});

test('no more ids are remembered than was said, and the latest of them are', () => {
  const seen = rememberIds(3);
  for (const id of ['a', 'b', 'c', 'd', 'e']) expect(seen.isNew(id)).toBe(true);
  for (const id of ['c', 'd', 'e']) expect(seen.isNew(id)).toBe(false);
  for (const id of ['f', 'g']) expect(seen.isNew(id)).toBe(true);
  expect(seen.isNew('a')).toBe(true);
});
