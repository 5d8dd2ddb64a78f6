import { html } from 'hono/html';
import type { Html } from './spans.ts';

/** A moment (milliseconds since 1970) as the clocks of a place show it: `2026-11-21 15:04`. */
export function momentText(time: number, timezone: string): string {
  return formatOf(timezone).format(new Date(time)).replace(',', '');
}

export function momentHtml(time: number, timezone: string): Html {
  return html`<time>${momentText(time, timezone)}</time>`;
}

/** To make one takes longer than all the rest of a page. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Swedish is the locale whose dates are written as ISO 8601 writes them. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const options = { timeZone, dateStyle: 'short', timeStyle: 'short' } as const;
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', options);
  formats.set(timeZone, format);
  return format;
}
