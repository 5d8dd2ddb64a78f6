import { html } from 'hono/html';
import { answerWords } from '../../alerts/answer-words.ts';
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
  readonly sentence: Text;
  /** When it was told, in milliseconds since 1970. */
  readonly at: number;
  readonly state: 'silenced' | 'acknowledged' | 'noLongerSilenced' | 'unanswered';
  /** Opens its page. */
  readonly token: string;
}

/** Of one value. */
const VALUE_CHARACTERS = 100;

export function alertsPage({ locale, timezone, alerts, token }: AlertsPage): Page {
  const said = pageWords[locale];
  const { recentAlerts } = answerWords[locale];
  return {
    title: recentAlerts,
    token,
    body: html`<h1>${recentAlerts}</h1>${
      alerts.length === 0
        ? html`<p>${said.noAlerts}</p>`
        : html`<ul class="plain alerts">${alerts.map(
            (alert) =>
              html`<li class="${alert.level}"><a href="/a?t=${alert.token}">${textHtml(alert.title, VALUE_CHARACTERS)}</a><p>${textHtml(alert.sentence, VALUE_CHARACTERS)}</p><p class="small">${momentHtml(alert.at, timezone)} · ${said[alert.state]}</p></li>`,
          )}</ul>`
    }`,
  };
}
