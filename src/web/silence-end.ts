import { clockAt } from '../alerts/clock-at.ts';
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
  const { year, month, day, hour, minute, second } = clockAt(time, timezone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
}
