import type { Rendered } from '../chat-app.ts';
import { html, type Html } from '../html.ts';
import { contentOf, wecomMessage } from './robot-payload.ts';
import { renderMarkdown, renderMention } from './wecom-markdown.ts';

/** A message as the app shows it; undefined where the payload is none. */
export function renderWecom(payload: unknown): Rendered | undefined {
  const parsed = wecomMessage.safeParse(payload);
  if (!parsed.success) return undefined;
  const message = parsed.data;
  const content = contentOf(message);
  const body = message.msgtype === 'text' ? renderText(message.text) : renderMarkdown(content);
  return { body, push: content };
}

interface TextMessage {
  readonly content: string;
  readonly mentioned_list: readonly string[];
  readonly mentioned_mobile_list: readonly string[];
}

/** A text is shown as it was typed but for mentions; those of the lists follow it. */
function renderText({ content, mentioned_list, mentioned_mobile_list }: TextMessage): Html {
  const pieces = content
    .split(/<@([^<>\s]{1,64})>/)
    .map((piece, index) => (index % 2 === 1 ? renderMention(piece) : html`${piece}`));
  const mentions = [...mentioned_list, ...mentioned_mobile_list].map(renderMention);
  return html`<p><span class="plain">${pieces}</span>${mentions}</p>`;
}
