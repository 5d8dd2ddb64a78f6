import { html, linkTo, listOf, type Html } from '../html.ts';
import type { Inline, RichElement } from './block-kit.ts';
import { renderEmoji } from './slack-mrkdwn.ts';

/**
 * Rich text is structure, not markup: nothing in a text element means anything.
 *
 * @see https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
 */
export function renderRichText(element: RichElement): Html {
  switch (element.type) {
    case 'rich_text_section':
      return html`<div>${renderInlines(element.elements)}</div>`;
    case 'rich_text_quote':
      return html`<blockquote>${renderInlines(element.elements)}</blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre>${renderInlines(element.elements)}</pre>`;
    case 'rich_text_list': {
      const kind = element.style === 'ordered' ? 'numbers' : 'bullets';
      return listOf(kind, element.elements.map(renderRichText));
    }
  }
}

/** The class keeps line breaks; a span, so that no formatter's white space gets in with them. */
function renderInlines(inlines: readonly Inline[]): Html {
  return html`<span class="plain">${inlines.map(renderInline)}</span>`;
}

function renderInline(inline: Inline): Html {
  switch (inline.type) {
    case 'text':
      return styled(html`${inline.text}`, inline.style);
    case 'link':
      return styled(linkTo(inline.url, html`${inline.text ?? inline.url}`), inline.style);
    case 'emoji':
      return html`${renderEmoji(inline.name)}`;
    case 'user':
      return html`<span class="mention">@${inline.user_id}</span>`;
    case 'broadcast':
      return html`<span class="mention">@${inline.range}</span>`;
  }
}

type Style = Extract<Inline, { type: 'text' }>['style'];

function styled(content: Html, style: Style): Html {
  const bold = style?.bold === true ? html`<strong>${content}</strong>` : content;
  const italic = style?.italic === true ? html`<em>${bold}</em>` : bold;
  const struck = style?.strike === true ? html`<s>${italic}</s>` : italic;
  return style?.code === true ? html`<code>${struck}</code>` : struck;
}
