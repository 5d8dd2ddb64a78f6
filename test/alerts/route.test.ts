import { expect, test } from 'vitest';
import type { Routable } from '../../src/alerts/matchers.ts';
import { routeFinding, routesOf } from '../../src/alerts/route.ts';
import { resolveConfig } from '../../src/config/resolve-config.ts';
import { resolveRouting } from '../../src/config/resolve-routing.ts';
import type { Level } from '../../src/model/level.ts';
import { deletion, eventOf } from '../support/audit-event.ts';

const RULE = '00000000-0000-4000-8000-000000000001';
/** A Saturday, at noon in Shanghai. */
const NOON = Date.parse('2026-11-21T12:00:00+08:00');
const HOUR_MS = 3_600_000;
const slack = { type: 'slack', webhook: 'https://hooks.slack.com/services/T0/B0/x' };

function routing(settings: object, recordOnly: readonly string[] = []) {
  const config = resolveConfig(
    {
      source: { endpoint: 'example', project: 'example', logstore: 'example' },
      channels: { a: slack, b: slack, c: slack },
      time_intervals: {
        nights: { times: { start_time: '22:00', end_time: '07:00' } },
        weekends: { weekdays: 'saturday:sunday' },
        'office-hours': { weekdays: 'monday:friday' },
      },
      ...settings,
    },
    {},
  );
  return {
    ...resolveRouting(config),
    accounts: config.accounts,
    recordOnly: new Set(recordOnly),
    lateAfterMs: config.delivery.late_after,
  };
}

interface What {
  readonly level?: Level;
  readonly actor?: string;
  readonly service?: string;
  /** Milliseconds since 1970; noon unless said. */
  readonly time?: number;
  readonly logged?: number;
}

function finding({ level = 'high', actor = 'alice', time = NOON, ...more }: What = {}): Routable {
  const event = eventOf(deletion());
  return {
    rule: { id: RULE, title: 'Deleted', level, tags: [], fields: [], runbook: [], zh: {} },
    events: [
      {
        ...event,
        time: new Date(time),
        service: more.service ?? event.service,
        actor: { ...event.actor, name: actor },
      },
    ],
    isWhole: true,
    logged: more.logged ?? NOON,
  };
}

/** By channel, the route that tells it, and what keeps it from ringing. */
function told(settings: object, what: What = {}, now = NOON, recordOnly: readonly string[] = []) {
  const ways = routeFinding(finding(what), routing(settings, recordOnly), now);
  return Object.fromEntries(
    [...ways].map(([channel, { route, mutedBy }]) => {
      const path = route.path.replace(/^route\.routes\./, '');
      return [channel, mutedBy === undefined ? path : `${path}: ${mutedBy}`];
    }),
  );
}

const critical = { match: { level: 'critical' }, channels: ['a'] };
const alice = { match: { actor: 'alice' }, channels: ['b'] };
const rest = { channels: ['c'] };

test.each<readonly [string, readonly object[], What, readonly string[]]>([
  ['no route below takes it, so the root does', [critical], {}, ['route']],
  ['the first that fits takes it', [critical, alice, rest], {}, ['1']],
  ['and those behind it are not asked', [rest, alice], {}, ['0']],
  [
    'a route that says continue lets the next be asked',
    [{ ...alice, continue: true }, rest],
    {},
    ['0', '1'],
  ],
  [
    'the last that fits ends it',
    [{ ...alice, continue: true }, rest, critical],
    { level: 'critical' },
    ['0', '1'],
  ],
  [
    'one that continues and is the only one takes it',
    [{ ...alice, continue: true }, critical],
    {},
    ['0'],
  ],
  [
    'a route gives it to the first of its own that fits',
    [{ match: { service: 'PrivateLink' }, routes: [critical, alice, rest] }, rest],
    {},
    ['0.routes.1'],
  ],
  [
    'or keeps it where none of them does',
    [{ match: { service: 'PrivateLink' }, routes: [critical] }, rest],
    {},
    ['0'],
  ],
  [
    'continue below does not go on above',
    [{ match: {}, routes: [{ ...alice, continue: true }] }, rest],
    {},
    ['0.routes.0'],
  ],
  [
    'continue above does',
    [{ match: {}, continue: true, routes: [alice, rest] }, rest],
    {},
    ['0.routes.0', '1'],
  ],
  ['an empty match is anything', [{ match: {}, channels: ['a'] }, rest], {}, ['0']],
])('%s', (_, routes, what, paths) => {
  const { rule, events } = finding(what);
  const taken = routesOf({ rule, event: events[0] }, routing({ route: { routes } }));
  expect(taken.map(({ path }) => path.replace(/^route\.routes\./, ''))).toEqual(paths);
});

const continued = (...routes: readonly object[]) => ({
  route: { routes: routes.map((route) => ({ ...route, continue: true })) },
});
const muted = { mute_time_intervals: ['weekends'] };

test('a channel hears of it by the first route that names it', () => {
  const settings = continued({ channels: ['a', 'b'] }, { channels: ['b', 'c'] });
  expect(told(settings)).toEqual({ a: '0', b: '0', c: '1' });
});

test('a route that rings beats one before it that is muted', () => {
  const settings = continued({ channels: ['a', 'b'], ...muted }, { channels: ['b', 'c'] });
  expect(told(settings)).toEqual({ a: '0: mute_time_intervals weekends', b: '1', c: '1' });
});

test('where all of them are muted the first says why', () => {
  const settings = continued(
    { channels: ['a'], ...muted },
    { channels: ['a'], min_level: 'critical' },
  );
  expect(told(settings)).toEqual({ a: '0: mute_time_intervals weekends' });
});

test('what a route tells is told of together, and names its own channels alone', () => {
  const settings = continued({ channels: ['a', 'b'] }, { channels: ['b', 'c'] });
  const ways = routeFinding(finding(), routing(settings), NOON);
  expect(ways.get('a')).toBe(ways.get('b'));
  expect(ways.get('a')?.channels).toEqual(['a', 'b']);
  expect(ways.get('c')?.channels).toEqual(['c']);
});

test('a route without channels tells nobody', () => {
  expect(told({ route: { routes: [{ match: { actor: 'alice' }, channels: [] }] } })).toEqual({});
});

const everywhere = (why: string) => ({
  a: `route: ${why}`,
  b: `route: ${why}`,
  c: `route: ${why}`,
});
const rings = { a: 'route', b: 'route', c: 'route' };

test.each<readonly [Level, object]>([
  ['informational', everywhere('min_level medium')],
  ['low', everywhere('min_level medium')],
  ['medium', rings],
  ['critical', rings],
])('with min_level medium, what is %s comes to %j', (level, expected) => {
  expect(told({ route: { min_level: 'medium' } }, { level })).toEqual(expected);
});

test.each<readonly [string, object, number, object]>([
  [
    'in a mute time',
    { mute_time_intervals: ['nights'] },
    NOON - 10 * HOUR_MS,
    everywhere('mute_time_intervals nights'),
  ],
  ['outside of it', { mute_time_intervals: ['nights'] }, NOON, rings],
  [
    'in the second of two',
    { mute_time_intervals: ['nights', 'weekends'] },
    NOON,
    everywhere('mute_time_intervals weekends'),
  ],
  ['in an active time', { active_time_intervals: ['weekends'] }, NOON, rings],
  [
    'outside of it',
    { active_time_intervals: ['office-hours'] },
    NOON,
    everywhere('active_time_intervals'),
  ],
  [
    'in both',
    { ...muted, active_time_intervals: ['weekends'] },
    NOON,
    everywhere('mute_time_intervals weekends'),
  ],
])('%s: %j', (_, route, time, expected) => {
  // What the clock shows now does not matter.
  for (const now of [NOON, NOON + 3 * HOUR_MS, NOON + 12 * HOUR_MS]) {
    expect(told({ route }, { time }, now)).toEqual(expected);
  }
});

const silence = {
  match: { actor: 'a*' },
  starts_at: '2026-11-21T11:00:00+08:00',
  ends_at: '2026-11-21T13:00:00+08:00',
  comment: 'migration',
};
const SILENCED = everywhere('silence until 2026-11-21T05:00:00.000Z: migration');

test.each<readonly [string, What, number, object]>([
  ['it begins', {}, NOON - HOUR_MS, SILENCED],
  ['a moment before that', {}, NOON - HOUR_MS - 1, rings],
  ['a moment before it ends', {}, NOON + HOUR_MS - 1, SILENCED],
  ['it has ended', {}, NOON + HOUR_MS, rings],
  ['it is about somebody else', { actor: 'bob' }, NOON, rings],
  // When the event was does not matter.
  ['the event was before it', { time: NOON - 2 * HOUR_MS }, NOON, SILENCED],
  ['the event was in it', { time: NOON }, NOON + 2 * HOUR_MS, rings],
])('a silence goes by now: %s', (_, what, now, expected) => {
  expect(told({ silences: [silence] }, what, now)).toEqual(expected);
});

test('a rule that is only recorded rings nowhere, and that comes before any other reason', () => {
  const settings = { silences: [silence], route: { min_level: 'critical' } };
  expect(told(settings, {}, NOON, [RULE])).toEqual(everywhere('record_only'));
  expect(told({}, {}, NOON, ['00000000-0000-4000-8000-000000000002'])).toEqual(rings);
});

test('of several reasons the first in this order is named', () => {
  const route = { min_level: 'critical', ...muted };
  expect(told({ silences: [silence], route })).toEqual(SILENCED);
  expect(told({ route })).toEqual(everywhere('min_level critical'));
});

const inherited = {
  route: {
    min_level: 'medium',
    mute_time_intervals: ['weekends'],
    routes: [
      { match: { actor: 'alice' } },
      { match: { actor: 'bob' }, mute_time_intervals: [] },
      { match: { actor: 'carol' }, min_level: 'low', mute_time_intervals: ['nights'] },
    ],
  },
};

test.each<readonly [What, string]>([
  [{ actor: 'alice' }, '0: mute_time_intervals weekends'],
  [{ actor: 'alice', level: 'low' }, '0: min_level medium'],
  [{ actor: 'bob' }, '1'],
  [{ actor: 'bob', level: 'low' }, '1: min_level medium'],
  [{ actor: 'carol', level: 'low' }, '2'],
  [{ actor: 'carol', time: NOON - 10 * HOUR_MS }, '2: mute_time_intervals nights'],
])('a route has of the one above it what it does not say: %j', (what, expected) => {
  expect(told(inherited, what)).toEqual({ a: expected, b: expected, c: expected });
});

test.each<readonly [string, number, boolean]>([
  ['0s', 100 * HOUR_MS, false],
  ['6h', 6 * HOUR_MS, false],
  ['6h', 6 * HOUR_MS + 1, true],
])('with late_after %s, what was logged %d ms ago is late: %s', (late_after, ago, isLate) => {
  const all = routing({ delivery: { late_after } });
  const ways = routeFinding(finding({ logged: NOON - ago }), all, NOON);
  expect([...ways.values()].map((way) => way.isLate)).toEqual([isLate, isLate, isLate]);
});

test('what nothing is remembered of goes by the clock, and no matcher of events fits it', () => {
  const settings = { route: { ...muted, routes: [{ match: { service: '*' }, channels: [] }] } };
  const ways = routeFinding({ ...finding(), events: [] }, routing(settings), NOON);
  expect(ways.get('a')?.mutedBy).toBe('mute_time_intervals weekends');
});

const inRegion = (region: string) => {
  const [event] = finding().events;
  if (event === undefined) throw new Error('there is no event');
  return { ...event, region };
};
const sandbox = { route: { routes: [{ match: { region: 'ap-*' }, channels: ['b'] }] } };
const quiet = {
  silences: [{ match: { region: 'ap-*' }, ends_at: '2036-01-01T00:00:00Z', comment: 'x' }],
};

test('what was correlated is told wherever one of its events would be', () => {
  const both = { ...finding(), events: [inRegion('ap-south-1'), inRegion('cn-hangzhou')] };
  expect([...routeFinding(both, routing(sandbox), NOON).keys()].toSorted()).toEqual([
    'a',
    'b',
    'c',
  ]);
  const one = { ...finding(), events: [inRegion('ap-south-1'), inRegion('ap-south-2')] };
  expect([...routeFinding(one, routing(sandbox), NOON).keys()]).toEqual(['b']);
});

test('what was correlated is silenced only where all of its events are, as far as all are known', () => {
  const mutes = (regions: readonly string[], isWhole: boolean) => {
    const found = { ...finding(), events: regions.map(inRegion), isWhole };
    return routeFinding(found, routing(quiet), NOON).get('a')?.mutedBy !== undefined;
  };
  expect(mutes(['ap-south-1', 'ap-south-1'], true)).toBe(true);
  expect(mutes(['cn-hangzhou', 'ap-south-1'], true)).toBe(false);
  expect(mutes(['ap-south-1', 'ap-south-1'], false)).toBe(false);
});
