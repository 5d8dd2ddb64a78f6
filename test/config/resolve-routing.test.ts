import { expect, test } from 'vitest';
import { resolveConfig } from '../../src/config/resolve-config.ts';
import { resolveRouting } from '../../src/config/resolve-routing.ts';
import { ConfigError } from '../../src/model/config-error.ts';

const source = {
  endpoint: 'cn-hangzhou.log.aliyuncs.com',
  project: 'example',
  logstore: 'actiontrail_example',
};
const slack = { type: 'slack', webhook: 'https://hooks.slack.com/services/T0/B0/x' };
const channels = { oncall: slack, team: slack };
const time_intervals = { nights: { times: { start_time: '22:00', end_time: '07:00' } } };

function routing(more: object) {
  return resolveRouting(resolveConfig({ source, channels, time_intervals, ...more }, {}));
}

test('without a route every channel is told of everything, by actor, and all of it rings', () => {
  const { tree, silences } = routing({});
  expect(tree).toEqual({
    match: {},
    continues: false,
    routes: [],
    route: {
      path: 'route',
      channels: ['oncall', 'team'],
      groupBy: ['actor'],
      repeatIntervalMs: 0,
      minLevel: undefined,
      muteTimes: [],
      activeTimes: [],
    },
  });
  expect(silences).toEqual([]);
});

test('time intervals are there whether a route names them or not, with their time zone', () => {
  const { timeIntervals } = routing({});
  expect(timeIntervals).toMatchObject([
    { name: 'nights', times: [{ times: [{ from: 1320, to: 420 }], location: 'Asia/Shanghai' }] },
  ]);
});

test('what a route does not say it has of the one above it', () => {
  const { tree } = routing({
    route: {
      channels: ['team'],
      repeat_interval: '1h',
      min_level: 'medium',
      mute_time_intervals: ['nights'],
      routes: [
        { match: { level: 'critical' }, channels: ['oncall'], mute_time_intervals: [] },
        { match: { service: ['ECD', 'PrivateLink'] }, routes: [{ min_level: 'low' }] },
      ],
    },
  });
  const [critical, services] = tree.routes;
  expect(critical).toMatchObject({
    match: { level: ['critical'] },
    route: {
      path: 'route.routes.0',
      channels: ['oncall'],
      repeatIntervalMs: 3_600_000,
      minLevel: 'medium',
      muteTimes: [],
    },
  });
  expect(services?.routes[0]).toMatchObject({
    match: {},
    route: { path: 'route.routes.1.routes.0', channels: ['team'], minLevel: 'low' },
  });
  expect(services?.routes[0]?.route.muteTimes).toMatchObject([
    { name: 'nights', times: [{ times: [{ from: 1320, to: 420 }], location: 'Asia/Shanghai' }] },
  ]);
});

test('days, months and years are named alone, as lists and as ranges', () => {
  const interval = {
    weekdays: ['saturday', 'monday:friday', 'friday:monday'],
    days_of_month: ['1:7', '-1', 15],
    months: ['october', 'january:march', '11:12'],
    years: 2026,
    location: 'Europe/London',
  };
  const { tree } = routing({
    time_intervals: { odd: [interval] },
    route: { active_time_intervals: ['odd'] },
  });
  const span = (from: number, to = from) => ({ from, to });
  expect(tree.route.activeTimes[0]?.times).toEqual([
    {
      times: [],
      weekdays: [span(6), span(1, 5), span(5, 1)],
      daysOfMonth: [span(1, 7), span(-1), span(15)],
      months: [span(10), span(1, 3), span(11, 12)],
      years: [span(2026)],
      location: 'Europe/London',
    },
  ]);
});

const ends_at = '2026-12-01T09:00:00+08:00';

test('a silence has a beginning, if it is not at once, and always an end', () => {
  const silence = { match: { actor: 'ci-*' }, ends_at, comment: 'migration' };
  const { silences } = routing({ silences: [silence] });
  expect(silences).toEqual([
    {
      match: { actor: ['ci-*'] },
      startsAt: 0,
      endsAt: Date.UTC(2026, 11, 1, 1),
      comment: 'migration',
    },
  ]);
});

test.each<readonly [string, object, string, RegExp]>([
  [
    'a channel that is not there',
    { route: { routes: [{ channels: ['on-call'] }] } },
    'route.routes.0.channels.0',
    /Did you mean oncall/,
  ],
  [
    'an interval that is not there',
    { route: { mute_time_intervals: ['weekend'] } },
    'route.mute_time_intervals.0',
    /time_intervals/,
  ],
  [
    'an unknown matcher',
    { route: { routes: [{ match: { levels: 'low' } }] } },
    'route.routes.0.match.levels',
    /level/,
  ],
  ['a level that is none', { route: { min_level: 'huge' } }, 'route.min_level', /critical/],
  ['a grouping that is none', { route: { group_by: ['user'] } }, 'route.group_by.0', /actor/],
  ['a match on the root', { route: { match: { level: 'low' } } }, 'route.match', /entry of routes/],
  ['a continue on the root', { route: { continue: true } }, 'route.continue', /entry of routes/],
  ['a receiver', { route: { receiver: 'team' } }, 'route.receiver', /mean channels/],
  ['matchers', { route: { routes: [{ matchers: [] }] } }, 'route.routes.0.matchers', /mean match/],
  ['match_re', { route: { routes: [{ match_re: {} }] } }, 'route.routes.0.match_re', /mean match/],
  [
    'a severity beside the match',
    { route: { routes: [{ severity: 'critical' }] } },
    'route.routes.0.severity',
    /as level under match/,
  ],
  [
    'a severity in the match',
    { route: { routes: [{ match: { severity: 'critical' } }] } },
    'route.routes.0.match.severity',
    /mean level/,
  ],
  [
    "Alertmanager's mute_times",
    { route: { mute_times: [] } },
    'route.mute_times',
    /mean mute_time_intervals/,
  ],
  [
    "Alertmanager's active_times",
    { route: { active_times: [] } },
    'route.active_times',
    /mean active_time_intervals/,
  ],
  [
    'an account id that is a number',
    { route: { routes: [{ match: { account: 2345678901234567 } }] } },
    'route.routes.0.match.account',
    /is a number.*quotes/,
  ],
  [
    'a repeat interval that is a number',
    { route: { repeat_interval: 30 } },
    'route.repeat_interval',
    /with a unit/,
  ],
  [
    'a match that is a text',
    { route: { routes: [{ match: 'critical' }] } },
    'route.routes.0.match',
    /match: \{ level: critical \}/,
  ],
  [
    'a list that is a text',
    { route: { mute_time_intervals: 'nights' } },
    'route.mute_time_intervals',
    /mute_time_intervals: \[nights\]/,
  ],
  [
    'a route that is a text',
    { route: { routes: ['team'] } },
    'route.routes.0',
    /- \{ match: .*channels/,
  ],
  [
    'a time of day that is none',
    { time_intervals: { a: [{ times: [{ start_time: '7', end_time: '25:00' }] }] } },
    'time_intervals.a.0.times.0.start_time',
    /22:00/,
  ],
  [
    'a weekday that is none',
    { time_intervals: { a: [{ weekdays: ['someday'] }] } },
    'time_intervals.a.0.weekdays.0',
    /names of days.*monday:friday/,
  ],
  [
    'a weekday that is a number',
    { time_intervals: { a: { weekdays: '1-5' } } },
    'time_intervals.a.weekdays',
    /names of days/,
  ],
  [
    'a day of no month',
    { time_intervals: { a: { days_of_month: 40 } } },
    'time_intervals.a.days_of_month',
    /1 to 31/,
  ],
  [
    'a time that is none',
    { time_intervals: { a: { times: { start_time: '07:00', end_time: '07:00' } } } },
    'time_intervals.a.times',
    /whole day/,
  ],
  [
    'a misspelt key of a time',
    { time_intervals: { a: { times: { start: '07:00', end_time: '08:00' } } } },
    'time_intervals.a.times.start',
    /start_time, end_time/,
  ],
  [
    'a silence without an end',
    { silences: [{ match: { actor: 'a' }, comment: 'x' }] },
    'silences.0.ends_at',
    /missing.*2026-12-01T09/,
  ],
  [
    'a silence without a comment',
    { silences: [{ match: { actor: 'a' }, ends_at }] },
    'silences.0.comment',
    /missing.*whoever wonders/,
  ],
  [
    'a silence of everything',
    { silences: [{ match: {}, ends_at, comment: 'x' }] },
    'silences.0.match',
    /names nothing.*level, rule/,
  ],
  [
    'a silence that ends before it begins',
    {
      silences: [
        { match: { actor: 'a' }, starts_at: '2027-01-01T00:00:00Z', ends_at, comment: 'x' },
      ],
    },
    'silences.0.ends_at',
    /before/,
  ],
  [
    'a moment that is none',
    { silences: [{ match: { actor: 'a' }, ends_at: 'soon', comment: 'x' }] },
    'silences.0.ends_at',
    /moment/,
  ],
])('%s is an error that names the key and the mend', (_, more, key, says) => {
  const error = caught(() => routing(more));
  expect(error).toBeInstanceOf(ConfigError);
  expect(error).toMatchObject({ key });
  expect(String(error)).toMatch(says);
});

function caught(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
