import { html, raw } from 'hono/html';
import { answerWords } from '../../alerts/answer-words.ts';
import type { Level } from '../../model/level.ts';
import { type Locale, locales } from '../../model/locale.ts';
import type { Html } from './spans.ts';
import { style } from './style.ts';
import { pageWords } from './words.ts';

export interface Page {
  /** Plain text; of an event, neutralised. */
  readonly title: string;
  /** Colours what is of a level. */
  readonly level?: Level;
  readonly body: Html;
  /** The token that opens the pages; undefined where the visitor has none. */
  readonly token: string | undefined;
}

export interface Around {
  readonly locale: Locale;
  /** Of the style that the Content-Security-Policy lets through. */
  readonly nonce: string;
  /** What the page was asked for with, such as `?done=…`, for the other language. */
  readonly query: string;
  /** Undefined where nothing is configured. */
  readonly timezone: string | undefined;
}

const languageNames: Readonly<Record<Locale, string>> = { en: 'English', zh: '中文' };

/** A bell, so that browsers ask for no icon. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%23b3261e' d='M8 1a4.5 4.5 0 0 0-4.5 4.5V9L2 12h12l-1.5-3V5.5A4.5 4.5 0 0 0 8 1zM6 13a2 2 0 0 0 4 0z'/%3E%3C/svg%3E";

/** A whole page: one request, no script, nothing but system fonts. */
export async function pageHtml(page: Page, around: Around): Promise<string> {
  const { locale, nonce, query, timezone } = around;
  const { title, body, level, token } = page;
  const said = pageWords[locale];
  const others = locales.filter((each) => each !== locale);
  const whole = await html`<!doctype html>
<html lang="${said.tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="format-detection" content="telephone=no">
<meta name="robots" content="noindex">
<title>${title} · trailbell</title>
<link rel="icon" href="${raw(ICON)}">
<style nonce="${nonce}">${raw(style)}</style>
</head>
<body${level ? html` class="${level}"` : ''}>
<header><span>trailbell</span><nav aria-label="${said.languages}">${others.map(
    (other) =>
      html`<a href="${inLanguage(other, query, token)}" hreflang="${pageWords[other].tag}" lang="${pageWords[other].tag}">${languageNames[other]}</a>`,
  )}</nav></header>
<main>${body}</main>
<footer>${
    token === undefined
      ? ''
      : html`<nav><a href="/alerts?t=${token}">${answerWords[locale].recentAlerts}</a><a href="/silences?t=${token}">${said.silences}</a></nav>`
  }${timezone === undefined || token === undefined ? '' : html`<p class="small">${said.timesIn(timezone)}</p>`}</footer>
</body>
</html>`;
  return whole.toString();
}

/**
 * The same page in another language, by its query alone: a path is whatever somebody asked for, and one that
 * begins with two slashes is another host. A form's answer has no token in its query.
 */
function inLanguage(locale: Locale, query: string, token: string | undefined): string {
  const asked = new URLSearchParams(query);
  if (token !== undefined) asked.set('t', token);
  asked.set('lang', locale);
  return `?${asked.toString()}`;
}
