import { expect, test } from 'vitest';
import { intervalAt } from '../../src/alerts/time-intervals.ts';
import { resolveConfig } from '../../src/config/resolve-config.ts';
import { resolveRouting } from '../../src/config/resolve-routing.ts';
import type { RecurringTime } from '../../src/model/routing.ts';

/** Whether a moment lies in what trailbell.yml would say. */
function isWithin(moment: string, ...times: readonly object[]): boolean {
  const config = resolveConfig(
    {
      source: { endpoint: 'example', project: 'example', logstore: 'example' },
      channels: { a: { type: 'slack', webhook: 'https://hooks.slack.com/services/T0/B0/x' } },
      time_intervals: { it: times },
      route: { mute_time_intervals: ['it'] },
    },
    {},
  );
  return intervalAt(new Date(moment), resolveRouting(config).tree.route.muteTimes) === 'it';
}

const clock = (start_time: string, end_time: string) => ({ times: { start_time, end_time } });
const nights = clock('22:00', '07:00');

test.each<readonly [string, object, string, boolean]>([
  // Asia/Shanghai is eight hours ahead of UTC, whatever the season.
  ['the beginning belongs to it', nights, '2026-11-21T22:00:00+08:00', true],
  ['a moment before', nights, '2026-11-21T21:59:59.999+08:00', false],
  ['midnight', nights, '2026-11-22T00:00:00+08:00', true],
  ['a moment before the end', nights, '2026-11-22T06:59:59.999+08:00', true],
  ['the end does not belong to it', nights, '2026-11-22T07:00:00+08:00', false],
  ['noon', nights, '2026-11-22T12:00:00+08:00', false],
  ['until midnight', clock('18:00', '24:00'), '2026-11-21T23:59:59+08:00', true],
  ['until midnight, at midnight', clock('18:00', '24:00'), '2026-11-22T00:00:00+08:00', false],
  ['until 00:00', clock('18:00', '00:00'), '2026-11-21T23:59:59+08:00', true],
  ['until 00:00, at midnight', clock('18:00', '00:00'), '2026-11-22T00:00:00+08:00', false],
  ['all day', clock('00:00', '24:00'), '2026-11-22T00:00:00+08:00', true],

  // 21 November 2026 is a Saturday.
  ['a weekday', { weekdays: 'saturday' }, '2026-11-21T12:00:00+08:00', true],
  ['by the local calendar', { weekdays: 'saturday' }, '2026-11-20T16:00:00Z', true],
  ['and not by that of UTC', { weekdays: 'saturday' }, '2026-11-21T16:00:00Z', false],
  ['a span of days', { weekdays: 'monday:friday' }, '2026-11-20T12:00:00+08:00', true],
  ['behind it', { weekdays: 'monday:friday' }, '2026-11-21T12:00:00+08:00', false],
  ['one that goes around', { weekdays: 'friday:monday' }, '2026-11-22T12:00:00+08:00', true],
  ['and its gap', { weekdays: 'friday:monday' }, '2026-11-24T12:00:00+08:00', false],

  // What goes on after midnight is of the day on which it began.
  ['the night of a day', { weekdays: 'friday', ...nights }, '2026-11-21T03:00:00+08:00', true],
  ['the night before', { weekdays: 'friday', ...nights }, '2026-11-20T03:00:00+08:00', false],
  ['the last night', { months: 'december', ...nights }, '2027-01-01T03:00:00+08:00', true],
  ['of the year', { years: 2026, ...nights }, '2027-01-01T03:00:00+08:00', true],
  ['and no other', { years: 2026, ...nights }, '2026-01-01T03:00:00+08:00', false],
  ['of the month', { days_of_month: -1, ...nights }, '2026-12-01T03:00:00+08:00', true],
  ['to the first', { days_of_month: 1, ...nights }, '2026-12-01T03:00:00+08:00', false],

  ['the first days', { days_of_month: '1:7' }, '2026-11-07T23:59:00+08:00', true],
  ['and the eighth', { days_of_month: '1:7' }, '2026-11-08T00:00:00+08:00', false],
  ['the last of thirty', { days_of_month: '-1' }, '2026-11-30T12:00:00+08:00', true],
  ['the last of thirty-one', { days_of_month: '-1' }, '2026-12-30T12:00:00+08:00', false],
  ['the last of February', { days_of_month: '-1' }, '2026-02-28T12:00:00+08:00', true],
  ['in a leap year', { days_of_month: '-1' }, '2028-02-28T12:00:00+08:00', false],
  ['on its 29th', { days_of_month: '-1' }, '2028-02-29T12:00:00+08:00', true],
  ['the last three', { days_of_month: '-3:-1' }, '2026-11-28T12:00:00+08:00', true],
  ['not the fourth', { days_of_month: '-3:-1' }, '2026-11-27T12:00:00+08:00', false],
  ['a day that a month has not', { days_of_month: 31 }, '2026-11-30T12:00:00+08:00', false],
  ['a month by name', { months: 'november' }, '2026-11-01T00:00:00+08:00', true],
  ['by number', { months: '10:11' }, '2026-12-01T00:00:00+08:00', false],
  ['around the year', { months: 'november:february' }, '2026-01-15T12:00:00+08:00', true],
  ['outside of that', { months: 'november:february' }, '2026-03-15T12:00:00+08:00', false],
  ['a year', { years: '2026:2027' }, '2028-01-01T00:00:00+08:00', false],
  [
    'all that is named',
    { weekdays: 'saturday', months: 'may' },
    '2026-11-21T12:00:00+08:00',
    false,
  ],

  // London: on 29 March 2026 clocks go from 01:00 to 02:00, on 25 October from 02:00 back to 01:00.
  ['before it springs', london('00:30', '02:30'), '2026-03-29T00:59:00Z', true],
  ['after it', london('00:30', '02:30'), '2026-03-29T01:00:00Z', true],
  ['and its end an hour early', london('00:30', '02:30'), '2026-03-29T01:30:00Z', false],
  ['the hour that is not', london('01:00', '02:00'), '2026-03-29T00:59:59Z', false],
  ['is never', london('01:00', '02:00'), '2026-03-29T01:00:00Z', false],
  ['the hour that is twice', london('01:00', '02:00'), '2026-10-25T00:30:00Z', true],
  ['is, both times', london('01:00', '02:00'), '2026-10-25T01:30:00Z', true],
  ['and then over', london('01:00', '02:00'), '2026-10-25T02:00:00Z', false],
  ['a night that is short', london('22:00', '07:00'), '2026-03-29T05:59:00Z', true],
  ['ends by the clock', london('22:00', '07:00'), '2026-03-29T06:00:00Z', false],
  ['a night that is long', london('22:00', '07:00'), '2026-10-25T06:59:00Z', true],
  ['ends by it too', london('22:00', '07:00'), '2026-10-25T07:00:00Z', false],
  ['a day of twenty-three hours', sunday(), '2026-03-29T22:59:00Z', true],
  ['and no more', sunday(), '2026-03-29T23:00:00Z', false],
  ['a day of twenty-five', sunday(), '2026-10-25T23:59:00Z', true],
  ['that began in summer', sunday(), '2026-10-24T23:00:00Z', true],
  ['half an hour off', { ...nights, location: 'Asia/Kolkata' }, '2026-11-21T16:30:00Z', true],
  ['to the minute', { ...nights, location: 'Asia/Kolkata' }, '2026-11-21T16:29:00Z', false],
])('%s (%j at %s): %s', (_, times, moment, expected) => {
  expect(isWithin(moment, times)).toBe(expected);
});

function london(start_time: string, end_time: string) {
  return { ...clock(start_time, end_time), location: 'Europe/London' };
}

function sunday() {
  return { weekdays: 'sunday', location: 'Europe/London' };
}

test('of several times one is enough', () => {
  const times = [{ weekdays: 'sunday' }, { weekdays: 'saturday', ...clock('10:00', '12:00') }];
  expect(isWithin('2026-11-22T20:00:00+08:00', ...times)).toBe(true);
  expect(isWithin('2026-11-21T11:00:00+08:00', ...times)).toBe(true);
  expect(isWithin('2026-11-21T13:00:00+08:00', ...times)).toBe(false);
});

test('the first interval that fits is named, and none where none does', () => {
  const always = { times: [], weekdays: [], daysOfMonth: [], months: [], years: [] };
  const never = { ...always, years: [{ from: 1970, to: 1970 }] };
  const interval = (name: string, time: Omit<RecurringTime, 'location'>) => ({
    name,
    times: [{ ...time, location: 'UTC' }],
  });
  const now = new Date('2026-11-21T00:00:00Z');
  const all = [interval('a', never), interval('b', always), interval('c', always)];
  expect(intervalAt(now, all)).toBe('b');
  expect(intervalAt(now, all.slice(0, 1))).toBeUndefined();
  expect(intervalAt(now, [])).toBeUndefined();
});
