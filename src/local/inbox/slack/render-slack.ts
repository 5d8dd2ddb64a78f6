import type { Rendered } from '../chat-app.ts';
import { html, linkTo, nothing, type Html } from '../html.ts';
import { slackMessage, type SlackBlock, type SlackButton, type SlackText } from './block-kit.ts';
import { renderEmoji, renderMrkdwn } from './slack-mrkdwn.ts';
import { renderRichText } from './slack-rich-text.ts';

/** A message as the app shows it; undefined where the payload is none. */
export function renderSlack(payload: unknown): Rendered | undefined {
  const parsed = slackMessage.safeParse(payload);
  if (!parsed.success) return undefined;
  const { blocks, text = '' } = parsed.data;
  // With blocks, the text is for notifications only.
  const body =
    blocks.length > 0 ? html`${blocks.map(renderBlock)}` : html`<p>${renderMrkdwn(text)}</p>`;
  return { body, push: text };
}

function renderBlock(block: SlackBlock): Html {
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
      return html`<div class="actions">${block.elements.map(renderButton)}</div>`;
    case 'section': {
      const { text, fields, accessory } = block;
      return html`<div class="section">
        ${text === undefined ? nothing : html`<div>${renderText(text)}</div>`}
        ${fields === undefined ? nothing : renderFields(fields)}
        ${accessory === undefined ? nothing : renderButton(accessory)}
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

function renderButton({ text, url, style }: SlackButton): Html {
  const look = style === undefined ? 'button' : `button ${style}`;
  const label = html`<span class="${look}">${text.text}</span>`;
  return url === undefined ? label : linkTo(url, label);
}
