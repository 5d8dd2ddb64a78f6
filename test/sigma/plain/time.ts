const DAY_MS = 86_400_000;

/** From here on, a number counts milliseconds: in seconds it would be the year 5138. */
const FIRST_MILLISECONDS = 1e11;

export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** A part of the time that an event value is, in UTC; undefined where it is none. */
export function partOf(value: unknown, part: TimePart): number | undefined {
  const time = readTime(value);
  if (time === undefined) return undefined;
  switch (part) {
    case 'minute':
      return time.getUTCMinutes();
    case 'hour':
      return time.getUTCHours();
    case 'day':
      return time.getUTCDate();
    case 'week':
      return isoWeek(time);
    case 'month':
      return time.getUTCMonth() + 1;
    case 'year':
      return time.getUTCFullYear();
  }
}

function readTime(value: unknown): Date | undefined {
  if (typeof value === 'string') return readIso(value);
  if (typeof value !== 'number') return undefined;
  const time = new Date(value >= FIRST_MILLISECONDS ? value : value * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

const date = /(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)/;
const clock = /(?<hour>\d\d):(?<minute>\d\d)(:(?<second>\d\d)([.,]\d+)?)?/;
const zone = /(?<zulu>Z)|(?<sign>[+-])(?<hours>\d\d):?(?<minutes>\d\d)/;
const iso = new RegExp(`^${date.source}([T ]${clock.source}(${zone.source})?)?$`);

function readIso(text: string): Date | undefined {
  const groups = iso.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const part = (name: string): number => Number(groups[name] ?? 0);
  const [hour, minute, second] = [part('hour'), part('minute'), part('second')];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  if (part('hours') > 23 || part('minutes') > 59) return undefined;

  const midnight = new Date(0);
  midnight.setUTCFullYear(part('year'), part('month') - 1, part('day'));
  // A Date lets 30 February be 2 March.
  if (midnight.getUTCMonth() + 1 !== part('month') || midnight.getUTCDate() !== part('day')) {
    return undefined;
  }
  const ahead = (part('hours') * 60 + part('minutes')) * (groups['sign'] === '-' ? -1 : 1);
  const minutes = hour * 60 + minute - ahead;
  return new Date(midnight.getTime() + minutes * 60_000 + second * 1000);
}

/** A week belongs to the year in which its Thursday lies. */
function isoWeek(time: Date): number {
  const midnight = Math.floor(time.getTime() / DAY_MS) * DAY_MS;
  const daysSinceMonday = (time.getUTCDay() + 6) % 7;
  const thursday = new Date(midnight + (3 - daysSinceMonday) * DAY_MS);
  const newYear = new Date(thursday);
  newYear.setUTCMonth(0, 1);
  return Math.floor((thursday.getTime() - newYear.getTime()) / (7 * DAY_MS)) + 1;
}
