import type { Rendered } from '../chat-app.ts';
import { html, linkTo, listOf, nothing, type Html } from '../html.ts';
import { receivedMessage } from './receiver-payload.ts';

/** A message as a plain page of its service shows it: every text as text. Undefined where it is none. */
export function renderReceived(payload: unknown): Rendered | undefined {
  const parsed = receivedMessage.safeParse(payload);
  if (!parsed.success) return undefined;
  const { type, timestamp, data } = parsed.data;
  const { level, title, sentence, facts, steps, links, footer, cut } = data;
  const rows = facts.map(({ label, text }) => html`<dt>${label}</dt><dd>${text}</dd>`);
  const items = steps.items.map((item) => html`${item}`);
  const body = html`<p class="type"><b class="${level}">${level}</b> ${type} · ${timestamp}</p>
    <p class="title">${title}</p>
    ${paragraph(sentence)} ${rows.length === 0 ? nothing : html`<dl>${rows}</dl>`}
    ${paragraph(steps.label)} ${items.length === 0 ? nothing : listOf('numbers', items)}
    ${paragraph(cut)}
    <p class="links">${links.map(({ label, url }) => html`${linkTo(url, html`${label}`)} `)}</p>
    ${paragraph(footer, 'footer')}`;
  return { body, push: title };
}

function paragraph(text: string, look = 'plain'): Html {
  return text === '' ? nothing : html`<p class="${look}">${text}</p>`;
}
