/**
 * A moment in the reader's zone, and in UTC: "2026-11-21 15:04:05 Asia/Shanghai · 07:04:05 UTC". The
 * date is repeated only where the two differ in it.
 */
function timeText(time: Date, timezone: string): string {
  const local = stamp(time, timezone);
  if (timezone === 'UTC') return `${local} UTC`;
  const utc = stamp(time, 'UTC');
  const sameDay = local.slice(0, 10) === utc.slice(0, 10);
  return `${local} ${timezone} · ${sameDay ? utc.slice(11) : utc} UTC`;
}

/** From the first to the last of several. */
export function spanText(first: Date, last: Date, timezone: string): string {
  if (first.getTime() === last.getTime()) return timeText(first, timezone);
  return `${stamp(first, timezone)} – ${timeText(last, timezone)}`;
}

/** Swedish is the locale whose dates are written as ISO 8601 writes them. */
function stamp(time: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    .format(time)
    .replace(',', '');
}
