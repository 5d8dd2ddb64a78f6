import { html } from 'hono/html';
import type { Level } from '../../model/level.ts';
import type { Locale } from '../../model/locale.ts';
import type { Text } from '../../model/text.ts';
import type { Page } from './layout.ts';
import { momentHtml } from './moment.ts';
import { textHtml } from './spans.ts';
import { pageWords } from './words.ts';

export interface AlertsPage {
  readonly locale: Locale;
  readonly timezone: string;
  /** The newest first. */
  readonly alerts: readonly ListedAlert[];
  readonly token: string;
}

export interface ListedAlert {
  readonly level: Level;
  readonly title: Text;
  /** When it was told, in milliseconds since 1970. */
  readonly at: number;
  readonly state: 'silenced' | 'acknowledged' | 'unanswered';
  /** Opens its page. */
  readonly token: string;
}

const TITLE_CHARACTERS = 100;

export function alertsPage({ locale, timezone, alerts, token }: AlertsPage): Page {
  const said = pageWords[locale];
  return {
    title: said.alerts,
    token,
    body: html`<h1>${said.alerts}</h1>${
      alerts.length === 0
        ? html`<p>${said.noAlerts}</p>`
        : html`<ul class="plain alerts">${alerts.map(
            (alert) =>
              html`<li class="${alert.level}"><a href="/a?t=${alert.token}">${textHtml(alert.title, TITLE_CHARACTERS)}</a><p>${momentHtml(alert.at, timezone)} · ${said[alert.state]}</p></li>`,
          )}</ul>`
    }`,
  };
}
