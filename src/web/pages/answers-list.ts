import { html } from 'hono/html';
import { answerWords } from '../../alerts/answer-words.ts';
import { words } from '../../alerts/words.ts';
import type { Locale } from '../../model/locale.ts';
import type { Acknowledgement, ChatSilence, Responder } from '../../model/response.ts';
import { value } from '../../model/text.ts';
import { momentHtml } from './moment.ts';
import { type Html, textHtml } from './spans.ts';
import { pageWords } from './words.ts';

interface Reader {
  readonly locale: Locale;
  readonly timezone: string;
}

/** What one person answered: what, when, until when, who, why. */
export function answerLine(
  response: Acknowledgement | ChatSilence,
  { locale, timezone }: Reader,
): Html {
  const said = pageWords[locale];
  const { until, endedBy } = answerWords[locale];
  const isSilence = response.kind === 'silence';
  const untilThen =
    isSilence && response.ended === undefined
      ? html` ${until}${momentHtml(response.endsAt, timezone)}`
      : '';
  const ended =
    isSilence && response.ended !== undefined
      ? html`<p class="small">${momentHtml(response.ended.at, timezone)} · ${endedBy}${responderHtml(response.ended.by, locale)}</p>`
      : '';
  return html`<strong>${isSilence ? said.silenced : said.acknowledged}</strong>${untilThen}<p class="small">${momentHtml(response.at, timezone)} · ${responderHtml(response.by, locale)}</p>${commentHtml(response.comment)}${ended}`;
}

/** Who it was, and how that is known. */
function responderHtml({ name, isVerified, address }: Responder, locale: Locale): readonly Html[] {
  const { brackets, comma } = words[locale];
  const [open, close] = brackets;
  const how = isVerified ? pageWords[locale].verified : answerWords[locale].notVerified;
  const from = address === undefined ? [] : [html`${comma}`, ...textHtml([value(address)])];
  return [...textHtml([value(name)]), html`${open}${how}`, ...from, html`${close}`];
}

function commentHtml(comment: string): Html | '' {
  return comment === '' ? '' : html`<p class="small">“${textHtml([value(comment)])}”</p>`;
}
