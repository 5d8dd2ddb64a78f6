/**
 * A moment, or the first and the last of several, in the reader's zone and in UTC: "2026-11-21
 * 15:04:05 – 15:09:11 Asia/Shanghai · 07:04:05 – 07:09:11 UTC". A date is said once.
 */
export function timeText(first: Date, last: Date, timezone: string): string {
  const utc = range(first, last, 'UTC');
  if (timezone === 'UTC') return `${utc} UTC`;
  const local = range(first, last, timezone);
  return `${local} ${timezone} · ${withoutDate(utc, local)} UTC`;
}

function range(first: Date, last: Date, timezone: string): string {
  const [from, to] = [localStamp(first, timezone), localStamp(last, timezone)];
  return from === to ? from : `${from} – ${withoutDate(to, from)}`;
}

/** `text` without the date that it begins with, where `said` begins with the same. */
function withoutDate(text: string, said: string): string {
  const date = text.slice(0, 'yyyy-mm-dd '.length);
  return said.startsWith(date) ? text.slice(date.length) : text;
}

/** `2026-11-21 15:04:05`, as the clocks of a place show it. */
export function localStamp(time: Date, timeZone: string): string {
  return formatOf(timeZone).format(time).replace(',', '');
}

/** One of them takes tens of kilobytes outside the heap, and a batch tells of thousands of times. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Swedish is the locale whose dates are written as ISO 8601 writes them. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const options = { timeZone, dateStyle: 'short', timeStyle: 'medium' } as const;
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', options);
  formats.set(timeZone, format);
  return format;
}
