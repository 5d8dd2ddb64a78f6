import type { Rendered } from '../chat-app.ts';
import { html, linkTo, nothing, type Html } from '../html.ts';
import {
  feishuMessage,
  type FeishuCard,
  type FeishuElement,
  type FeishuText,
} from './bot-payload.ts';
import { renderInline, renderMarkdown } from './feishu-markdown.ts';

/** A message as the app shows it; undefined where the payload is none. */
export function renderFeishu(payload: unknown): Rendered | undefined {
  const parsed = feishuMessage.safeParse(payload);
  if (!parsed.success) return undefined;
  const message = parsed.data;
  if (message.msg_type === 'interactive') return renderCard(message.card);
  const { text } = message.content;
  const lines = text.split('\n').map((line) => html`<p>${renderInline(line)}</p>`);
  return { body: html`<div class="text">${lines}</div>`, push: text };
}

function renderCard({ config, header, body }: FeishuCard): Rendered {
  const title = header?.title.content ?? '';
  const bar =
    header === undefined
      ? nothing
      : html`<div class="title ${header.template ?? 'default'}">${renderText(header.title)}</div>`;
  return {
    body: html`<div class="card">
      ${bar}
      <div class="body">${body.elements.map(renderElement)}</div>
    </div>`,
    push: config?.summary?.content ?? title,
  };
}

function renderElement(element: FeishuElement): Html {
  switch (element.tag) {
    case 'div':
      return renderText(element.text);
    case 'hr':
      return html`<hr />`;
    case 'markdown':
      return html`<div class="markdown">${renderMarkdown(element.content)}</div>`;
    case 'button': {
      const label = html`<span class="button">${element.text.content}</span>`;
      return linkTo(element.behaviors[0]?.default_url ?? '', label);
    }
    case 'column_set':
      return html`<div class="columns flex-${element.flex_mode ?? 'none'}">
        ${element.columns.map(({ width = 'auto', elements }) => {
          // The page allows no style of its own to a message, so every fixed width is the same.
          const kind = width.endsWith('px') ? 'fixed' : width;
          return html`<div class="column ${kind}">${elements.map(renderElement)}</div>`;
        })}
      </div>`;
  }
}

/** `plain_text` is shown as it stands, whatever stands in it. */
function renderText({ tag, content, text_size = 'normal', text_color }: FeishuText): Html {
  const look = `${tag} ${text_size} ${text_color ?? ''}`.trim();
  return tag === 'plain_text'
    ? html`<div class="plain ${look}">${content}</div>`
    : html`<div class="${look}">${renderMarkdown(content)}</div>`;
}
