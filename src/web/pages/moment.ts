import { html } from 'hono/html';
import { localStamp } from '../../alerts/time-text.ts';
import type { Html } from './spans.ts';

/** A moment (milliseconds since 1970) as the clocks of a place show it: `2026-11-21 15:04`. */
export function momentText(time: number, timezone: string): string {
  return localStamp(new Date(time), timezone).slice(0, '2026-11-21 15:04'.length);
}

export function momentHtml(time: number, timezone: string): Html {
  return html`<time>${momentText(time, timezone)}</time>`;
}
