import type { Rendered } from '../chat-app.ts';
import { html, linkTo, nothing, type Html } from '../html.ts';
import {
  type AdaptiveCard,
  type CardElement,
  type OpenUrl,
  type TextBlock,
  type TextRun,
  workflowMessage,
} from './adaptive-card.ts';
import { renderCardMarkdown, renderMentions } from './card-markdown.ts';

/**
 * What a push says of any card that a workflow posts; neither `summary` nor `fallbackText` is known to
 * change it.
 */
const PUSH = 'Card';

/** A message as the app shows it; undefined where the payload is none. */
export function renderTeams(payload: unknown): Rendered | undefined {
  const parsed = workflowMessage.safeParse(payload);
  if (!parsed.success) return undefined;
  const cards = parsed.data.attachments.map(({ content }) => renderCard(content));
  return { body: html`${cards}`, push: PUSH };
}

function renderCard(card: AdaptiveCard): Html {
  const mentions = card.msteams.entities.map(({ text }) => text);
  return html`<div class="${card.msteams.width === 'full' ? 'card full' : 'card'}">
    ${card.body.map((element) => renderElement(element, mentions))} ${renderActions(card.actions)}
  </div>`;
}

function renderElement(element: CardElement, mentions: readonly string[]): Html {
  const { spacing, separator } = element;
  const place = `element spacing-${spacing}${separator ? ' separator' : ''}`;
  switch (element.type) {
    case 'Container': {
      const look = `${place} container ${element.style}${element.bleed ? ' bleed' : ''}`;
      return html`<div class="${look}">
        ${element.items.map((item) => renderElement(item, mentions))}
      </div>`;
    }
    case 'TextBlock':
      return html`<div class="${place} ${looksOf(element)}${element.wrap ? '' : ' one-line'}">
        ${renderCardMarkdown(element.text, mentions)}
      </div>`;
    case 'RichTextBlock':
      return html`<p class="${place}">
        <span class="plain">${element.inlines.map((inline) => renderInline(inline, mentions))}</span>
      </p>`;
    case 'FactSet':
      return html`<dl class="${place}">
        ${element.facts.map(
          ({ title, value }) =>
            html`<dt>${renderCardMarkdown(title, mentions)}</dt>
              <dd>${renderCardMarkdown(value, mentions)}</dd>`,
        )}
      </dl>`;
    case 'ActionSet':
      return html`<div class="${place}">${renderActions(element.actions)}</div>`;
  }
}

/** A run is text and never markup. */
function renderInline(inline: string | TextRun, mentions: readonly string[]): Html {
  if (typeof inline === 'string') return renderMentions(inline, mentions);
  const { text, italic, strikethrough, selectAction } = inline;
  const words = renderMentions(text, mentions);
  const leaning = italic ? html`<em>${words}</em>` : words;
  const struck = strikethrough ? html`<s>${leaning}</s>` : leaning;
  const run = html`<span class="${looksOf(inline)}">${struck}</span>`;
  return selectAction === undefined ? run : linkTo(selectAction.url, run);
}

function looksOf({ weight, size, color, isSubtle }: TextRun | TextBlock): string {
  return `weight-${weight} size-${size} color-${color}${isSubtle ? ' subtle' : ''}`;
}

function renderActions(actions: readonly OpenUrl[]): Html {
  if (actions.length === 0) return nothing;
  const buttons = actions.map(({ title, url }) =>
    linkTo(url, html`<span class="button">${title}</span>`),
  );
  return html`<div class="actions">${buttons}</div>`;
}
