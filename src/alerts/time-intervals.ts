import type { RecurringTime, Bounds, TimeInterval } from '../model/routing.ts';
import { clockAt } from './clock-at.ts';

/** The first of them that a moment lies in. */
export function intervalAt(time: Date, intervals: readonly TimeInterval[]): string | undefined {
  return intervals.find(({ times }) => times.some((each) => isWithin(time, each)))?.name;
}

/**
 * Whether a moment lies in a time that comes again, as its location's clocks and calendars have it: on
 * a day whose clocks are set forward or back, as they are shown.
 */
function isWithin(time: Date, recurring: RecurringTime): boolean {
  const { minute, ...today } = localTime(time, recurring.location);
  const { times } = recurring;
  if (times.length === 0) return isOnDay(today, recurring);
  const isToday = times.some(({ from, to }) => from <= minute && (minute < to || to < from));
  // What goes on after midnight belongs to the day on which it began.
  const isFromYesterday = times.some(({ from, to }) => to < from && minute < to);
  return (
    (isToday && isOnDay(today, recurring)) ||
    (isFromYesterday && isOnDay(dayBefore(today), recurring))
  );
}

interface Day {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

function isOnDay({ year, month, day }: Day, { weekdays, daysOfMonth, ...other }: RecurringTime) {
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const fromEnd = day - days - 1;
  return (
    holds(weekdays, weekday) &&
    (daysOfMonth.length === 0 || holds(daysOfMonth, day) || holds(daysOfMonth, fromEnd)) &&
    holds(other.months, month) &&
    holds(other.years, year)
  );
}

/** A span whose end is before its beginning goes around: friday:monday. */
function holds(spans: readonly Bounds[], value: number): boolean {
  if (spans.length === 0) return true;
  return spans.some(({ from, to }) =>
    from <= to ? from <= value && value <= to : value >= from || value <= to,
  );
}

function dayBefore({ year, month, day }: Day): Day {
  const before = new Date(Date.UTC(year, month - 1, day - 1));
  return {
    year: before.getUTCFullYear(),
    month: before.getUTCMonth() + 1,
    day: before.getUTCDate(),
  };
}

function localTime(time: Date, timezone: string): Day & { readonly minute: number } {
  const { year, month, day, hour, minute } = clockAt(time.getTime(), timezone);
  return { year, month, day, minute: hour * 60 + minute };
}
