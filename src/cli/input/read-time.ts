import { duration } from '../../config/duration.ts';
import { UsageError } from '../command.ts';

/** A time (milliseconds since 1970) as an option gives it: how long ago, or a day or moment in ISO 8601. */
export function readTime(option: string, text: string, now: number): number {
  const ago = duration.safeParse(text);
  if (ago.success) return now - ago.data;
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new UsageError(`${option} is a time such as 7d, 12h or 2026-11-21, not '${text}'`);
}
