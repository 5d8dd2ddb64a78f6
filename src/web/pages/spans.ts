import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { clip } from '../../alerts/clip.ts';
import { neutralise } from '../../channels/neutralise.ts';
import type { Span, Text } from '../../model/text.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** As much of one value as chats show. */
const VALUE_CHARACTERS = 400;

/**
 * Text as HTML, with so many characters of each value. A value stands on its own, whatever direction it is
 * written in.
 */
export function textHtml(text: Text, mostCharacters = VALUE_CHARACTERS): readonly Html[] {
  return text.map((span) => spanHtml(span, mostCharacters));
}

function spanHtml(span: Span, mostCharacters: number): Html {
  switch (span.kind) {
    case 'label':
      return html`${span.text}`;
    case 'value':
      return html`<bdi>${clip(neutralise(span.text), mostCharacters)}</bdi>`;
    case 'link':
      return span.url.startsWith('https://')
        ? html`<a href="${span.url}" rel="noreferrer">${span.label}</a>`
        : html`${span.label}`;
  }
}
