import type { AnswerAction } from '../model/action.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Whoever silences until the morning before it begins means the one after a night's sleep. */
const SHORTEST_MS = HOUR_MS;

const MORNING_HOUR = 9;

/** When a silence that begins now ends. Times are milliseconds since 1970; `timezone` is an IANA name. */
export function silenceEnd(
  action: Exclude<AnswerAction, 'acknowledge'>,
  now: number,
  timezone: string,
): number {
  switch (action) {
    case 'silence-1h':
      return now + HOUR_MS;
    case 'silence-4h':
      return now + 4 * HOUR_MS;
    case 'silence-morning':
      return nextMorning(now + SHORTEST_MS, timezone);
  }
}

/** The first nine o'clock, as the clocks of a place show it, that is not before `time`. */
function nextMorning(time: number, timezone: string): number {
  const today = new Date(time + offsetAt(time, timezone));
  const mornings = [0, 1].map((days) => {
    const shown = Date.UTC(
      today.getUTCFullYear(),
      today.getUTCMonth(),
      today.getUTCDate() + days,
      MORNING_HOUR,
    );
    // Clocks may have been set since the moment that the first guess falls on.
    const guess = shown - offsetAt(shown, timezone);
    return shown - offsetAt(guess, timezone);
  });
  return mornings.find((morning) => morning >= time) ?? time + 24 * HOUR_MS;
}

/** By how much the clocks of a place are ahead of UTC, in milliseconds. */
function offsetAt(time: number, timezone: string): number {
  const parts = new Map(
    formatOf(timezone)
      .formatToParts(new Date(time))
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const shown = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  );
  return shown - Math.floor(time / 1000) * 1000;
}

/** To make one takes longer than to ask it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}
