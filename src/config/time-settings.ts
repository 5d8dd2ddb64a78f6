import * as z from 'zod';
import type { RecurringTime, Bounds } from '../model/routing.ts';
import { listOf } from './match-settings.ts';

/** The first is day 0. */
export const weekdayNames = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];
/** The first is month 1. */
export const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

const numberIn = (least: number, most: number) => (text: string) => {
  const number = /^-?\d{1,4}$/.test(text) ? Number(text) : NaN;
  return number >= least && number <= most ? number : undefined;
};
const oneOf = (names: readonly string[], first: number) => (text: string) => {
  const at = names.indexOf(text.toLowerCase());
  return at === -1 ? undefined : at + first;
};
const dayOfMonth = numberIn(-31, 31);
const month = (text: string) => oneOf(monthNames, 1)(text) ?? numberIn(1, 12)(text);

/** `monday`, or `monday:friday`: both ends belong to it. */
function spans(read: (text: string) => number | undefined, mend: string, goesAround: boolean) {
  const span = z
    .union([z.string(), z.number()])
    .transform((value): Bounds | undefined => {
      const [first = '', last = first, ...more] = String(value).split(':');
      const [from, to] = [read(first.trim()), read(last.trim())];
      if (more.length > 0 || from === undefined || to === undefined) return undefined;
      return from <= to || goesAround ? { from, to } : undefined;
    })
    .pipe(
      z.custom<Bounds>((value) => value !== undefined, {
        error: 'cannot be read',
        params: { mend: `Write ${mend}` },
      }),
    );
  return listOf(span).default([]);
}

const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, { error: 'is not a time of day, such as 22:00' })
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

export const recurringTime = z
  .strictObject({
    times: listOf(
      z
        .strictObject({
          start_time: clock.describe('Such as 22:00.'),
          end_time: clock.describe('Such as 07:00, which is on the next day, or 24:00.'),
        })
        .refine(({ start_time: from, end_time: to }) => from !== to, {
          error: 'has the same start_time and end_time',
          params: { mend: 'Leave times out for the whole day' },
        })
        .transform(({ start_time: from, end_time: to }): Bounds => ({ from, to })),
    )
      .default([])
      .describe('Times of day; all day where there are none.'),
    weekdays: spans(
      oneOf(weekdayNames, 0),
      'names of days, such as saturday or monday:friday',
      true,
    ).describe('Such as saturday or monday:friday.'),
    days_of_month: spans(
      dayOfMonth,
      'days from 1 to 31, such as 1:7, or -1 for the last',
      false,
    ).describe('Such as 1:7, or -1 for the last.'),
    months: spans(month, 'names of months, or numbers, such as october or 1:3', true).describe(
      'Such as october or 1:3.',
    ),
    years: spans(numberIn(1970, 9999), 'years, such as 2026 or 2026:2028', false).describe(
      'Such as 2026.',
    ),
    location: z
      .string()
      .refine(isTimezone, { error: 'is not an IANA time zone, such as Asia/Shanghai' })
      .optional()
      .describe('An IANA time zone; that of the messages unless said.'),
  })
  .transform(
    ({
      days_of_month: daysOfMonth,
      ...rest
    }): Omit<RecurringTime, 'location'> & {
      readonly location: string | undefined;
    } => ({ ...rest, location: rest.location, daysOfMonth }),
  )
  .describe('A time that comes again. All that is named has to fit; of a list, one.');

export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
