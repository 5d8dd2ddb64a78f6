import { html } from 'hono/html';
import { saySubject } from '../../alerts/say-subject.ts';
import { neutralise } from '../../channels/neutralise.ts';
import type { Locale } from '../../model/locale.ts';
import { type ChatSilence, titleOf } from '../../model/response.ts';
import { value } from '../../model/text.ts';
import { NAME_CHARACTERS } from '../tidy-entry.ts';
import { answerLine } from './answers-list.ts';
import type { Page } from './layout.ts';
import { type Html, textHtml } from './spans.ts';
import { pageWords } from './words.ts';

export interface SilencesPage {
  readonly locale: Locale;
  readonly timezone: string;
  readonly accounts: Readonly<Record<string, string>>;
  /** Those that hold, with the ticket that ends each. */
  readonly holding: readonly { readonly silence: ChatSilence; readonly ticket: string }[];
  readonly over: readonly ChatSilence[];
  readonly token: string;
  /** What the visitor is called, as far as is known. */
  readonly name: string;
  /** The id of a silence that was just ended. */
  readonly done: string | undefined;
  /** The id of a silence that nobody's name came for. */
  readonly nameless?: string | undefined;
}

/** Of the names of rules and callers. */
const VALUE_CHARACTERS = 100;

export function silencesPage(shown: SilencesPage): Page {
  const { locale, holding, over, token, done } = shown;
  const said = pageWords[locale];
  const isDone = over.some(({ id, ended }) => id === done && ended !== undefined);
  return {
    title: said.silences,
    token,
    body: html`${isDone ? html`<div class="done" role="status"><p><strong>${said.doneEnded}</strong></p></div>` : ''}
<h1>${said.silences}</h1>
${holding.length === 0 ? html`<p>${said.noSilences}</p>` : html`<h2>${said.holding}</h2>`}
${holding.map(({ silence, ticket }) => html`<section class="card">${silenceHtml(silence, shown)}${endForm(silence, ticket, shown)}</section>`)}
${over.length === 0 ? '' : html`<h2>${said.over}</h2><ul class="plain">${over.map((silence) => html`<li>${silenceHtml(silence, shown)}</li>`)}</ul>`}`,
  };
}

function silenceHtml(silence: ChatSilence, shown: SilencesPage): Html {
  return html`<p><strong>${textHtml([value(titleOf(silence, shown.locale))], VALUE_CHARACTERS)}</strong></p><p class="subject">${textHtml(saySubject(silence.subject, shown), VALUE_CHARACTERS)}</p>${answerLine(silence, shown)}`;
}

/** Folded, so that nobody ends a silence by pressing Enter in the field of another. */
function endForm({ id, title }: ChatSilence, ticket: string, shown: SilencesPage): Html {
  const { locale, token, name, nameless } = shown;
  const said = pageWords[locale];
  const isWrong = nameless === id;
  return html`<details${isWrong ? html` open` : ''}><summary>${said.end}</summary>
<form method="post" action="/silences" aria-label="${said.end}: ${neutralise(title)}">
${isWrong ? html`<div class="wrong" role="alert"><p>${said.noName}</p></div>` : ''}
<input type="hidden" name="t" value="${token}"><input type="hidden" name="ticket" value="${ticket}">
<p><label class="field" for="name-${id}">${said.name}</label><input type="text" id="name-${id}" name="name" value="${name}" required maxlength="${NAME_CHARACTERS}" autocomplete="name"></p>
<p class="row"><button>${said.endIt}</button></p></form></details>`;
}
