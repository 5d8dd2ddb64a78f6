import { monthNames, weekdayNames } from '../../config/time-settings.ts';
import type { RecurringTime, Bounds } from '../../model/routing.ts';

/** `monday–friday · 09:00–18:00 · Asia/Shanghai` */
export function recurringTimeText(time: RecurringTime): string {
  const { weekdays, times, daysOfMonth, months, years, location } = time;
  const days = spansText(daysOfMonth, dayText);
  return [
    spansText(weekdays, (day) => weekdayNames[day] ?? ''),
    spansText(times, clockText, true),
    days && `${days} of the month`,
    spansText(months, (month) => monthNames[month - 1] ?? ''),
    spansText(years, String),
    location,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function spansText(
  spans: readonly Bounds[],
  say: (value: number) => string,
  alwaysBoth = false,
): string {
  return spans
    .map(({ from, to }) => (from === to && !alwaysBoth ? say(from) : `${say(from)}–${say(to)}`))
    .join(', ');
}

function clockText(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function dayText(day: number): string {
  if (day > 0) return String(day);
  return day === -1 ? 'last' : `${-day} before the end`;
}
