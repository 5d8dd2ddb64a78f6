import type { Rendered } from '../chat-app.ts';
import { html, linkTo, nothing, type Html } from '../html.ts';
import { slackMessage, type SlackBlock, type SlackButton, type SlackText } from './block-kit.ts';
import { placeOf } from './press.ts';
import { renderEmoji, renderMrkdwn } from './slack-mrkdwn.ts';
import { renderRichText } from './slack-rich-text.ts';

/** A message as the app shows it; undefined where the payload is none. */
export function renderSlack(payload: unknown): Rendered | undefined {
  const parsed = slackMessage.safeParse(payload);
  if (!parsed.success) return undefined;
  const { blocks, text = '', response_type } = parsed.data;
  // With blocks, the text is for notifications only.
  const body =
    blocks.length > 0 ? html`${blocks.map(renderBlock)}` : html`<p>${renderMrkdwn(text)}</p>`;
  const only =
    response_type === 'ephemeral' ? html`<p class="context">Only visible to you</p>` : nothing;
  return { body: html`${only}${body}`, push: text };
}

function renderBlock(block: SlackBlock, at: number): Html {
  switch (block.type) {
    case 'header':
      return html`<div class="header">${renderText(block.text)}</div>`;
    case 'divider':
      return html`<hr />`;
    case 'rich_text':
      return html`<div class="rich">${block.elements.map(renderRichText)}</div>`;
    case 'context':
      return html`<div class="context">
        ${block.elements.map((element) => html`<span>${renderText(element)}</span>`)}
      </div>`;
    case 'actions':
      return html`<div class="actions">
        ${block.elements.map((button, element) => renderButton(button, placeOf(at, element)))}
      </div>`;
    case 'section': {
      const { text, fields, accessory } = block;
      return html`<div class="section">
        ${text === undefined ? nothing : html`<div>${renderText(text)}</div>`}
        ${fields === undefined ? nothing : renderFields(fields)}
        ${accessory === undefined ? nothing : renderButton(accessory, placeOf(at, 0))}
      </div>`;
    }
  }
}

function renderFields(fields: readonly SlackText[]): Html {
  return html`<div class="fields">
    ${fields.map((field) => html`<div>${renderText(field)}</div>`)}
  </div>`;
}

function renderText(text: SlackText): Html {
  if (text.type === 'mrkdwn') return renderMrkdwn(text.text);
  const words = text.text.replace(/:([a-z0-9_+-]{1,50}):/g, (_, name: string) => renderEmoji(name));
  return html`<span class="plain">${words}</span>`;
}

/** The page's script tells the inbox which was pressed. */
function renderButton({ text, url, style, accessibility_label }: SlackButton, place: string): Html {
  const look = style === undefined ? 'button' : `button ${style}`;
  if (url !== undefined) return linkTo(url, html`<span class="${look}">${text.text}</span>`);
  const name = accessibility_label ?? text.text;
  return html`<button type="button" class="${look}" aria-label="${name}" data-press="${place}">
    ${text.text}
  </button>`;
}
