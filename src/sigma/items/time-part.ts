export const timeParts = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;

export type TimePart = (typeof timeParts)[number];

/** The numbers that a part can be (Sigma specification 2.1.0, "Time Modifiers"; ISO 8601 has a week 53). */
export const partRanges: Readonly<Record<TimePart, readonly [least: number, most: number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [0, 9999],
};

/** RFC 3339, with a space for the T, without seconds, a zone or even a time. */
const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** Numbers from here on are milliseconds since 1970, below it seconds. */
const FIRST_MILLISECONDS = 1e11;

const DAY_MS = 24 * 60 * 60 * 1000;

/** The part of the time that a value says, in UTC; undefined where it says none. */
export function timePart(part: TimePart, value: unknown): number | undefined {
  const date = readTime(value);
  if (date === undefined) return undefined;
  switch (part) {
    case 'minute':
      return date.getUTCMinutes();
    case 'hour':
      return date.getUTCHours();
    case 'day':
      return date.getUTCDate();
    case 'week':
      return isoWeek(date);
    case 'month':
      return date.getUTCMonth() + 1;
    case 'year':
      return date.getUTCFullYear();
  }
}

/**
 * The time that a value says: ISO 8601, or seconds or milliseconds since 1970. A text without a zone is
 * UTC, as most logs write it.
 */
export function readTime(value: unknown): Date | undefined {
  if (typeof value === 'number') {
    return valid(new Date(Math.abs(value) < FIRST_MILLISECONDS ? value * 1000 : value));
  }
  const found = typeof value === 'string' ? iso.exec(value) : null;
  if (found === null) return undefined;
  const [text, zone] = found;
  // JavaScript takes February 30th for March 1st or 2nd.
  if (new Date(text.slice(0, 10)).getUTCDate() !== Number(text.slice(8, 10))) return undefined;
  const time = text.replace(' ', 'T').replace(',', '.').toUpperCase();
  return valid(new Date(zone === undefined && text.length > 10 ? `${time}Z` : time));
}

function valid(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** The week of ISO 8601: the one that holds the Thursday, and the first one holds January 4th. */
function isoWeek(date: Date): number {
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  const thursday = midnight + (4 - (date.getUTCDay() || 7)) * DAY_MS;
  const newYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - newYear) / DAY_MS / 7) + 1;
}
