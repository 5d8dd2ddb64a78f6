import type { Rendered } from '../chat-app.ts';
import { html, linkTo, nothing, type Html } from '../html.ts';
import { renderMarkdown } from './dingtalk-markdown.ts';
import { openedBy } from './opened-by.ts';
import {
  buttonsOf,
  dingtalkMessage,
  textOf,
  titleOf,
  type DingtalkMessage,
} from './robot-payload.ts';

/** A message as the app shows it; undefined where the payload is none. */
export function renderDingtalk(payload: unknown): Rendered | undefined {
  const parsed = dingtalkMessage.safeParse(payload);
  if (!parsed.success) return undefined;
  const message = parsed.data;
  const all = message.at.isAtAll ? html`<p><span class="mention">@所有人</span></p>` : nothing;
  return { body: html`${content(message)}${all}${buttons(message)}`, push: titleOf(message) };
}

function content(message: DingtalkMessage): Html {
  const text = textOf(message);
  if (message.msgtype === 'text') return html`<p><span class="plain">${text}</span></p>`;
  if (message.msgtype === 'link') {
    const title = html`<strong>${message.link.title}</strong>`;
    return html`<p>${linkTo(openedBy(message.link.messageUrl), title)}</p>
      <p class="plain">${text}</p>`;
  }
  return renderMarkdown(text, [...message.at.atMobiles, ...message.at.atUserIds]);
}

function buttons(message: DingtalkMessage): Html {
  const links = buttonsOf(message).map(({ title, url }) => linkTo(openedBy(url), html`${title}`));
  if (links.length === 0) return nothing;
  // The vendor's "0" stacks the buttons and "1" puts them side by side.
  const beside = message.msgtype === 'actionCard' && message.actionCard.btnOrientation === '1';
  return html`<div class="${beside ? 'card-buttons beside' : 'card-buttons'}">${links}</div>`;
}
