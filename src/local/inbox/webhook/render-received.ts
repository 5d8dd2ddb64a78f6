import type { Rendered } from '../chat-app.ts';
import { html, linkTo, listOf, nothing, type Html } from '../html.ts';
import { receivedMessage } from './receiver-payload.ts';

/** A message as a plain page of its service shows it: every text as text. Undefined where it is none. */
export function renderReceived(payload: unknown): Rendered | undefined {
  const parsed = receivedMessage.safeParse(payload);
  if (!parsed.success) return undefined;
  const { type, timestamp, data } = parsed.data;
  const { level, title, sentence, facts, steps, links, offers, footer, cut } = data;
  const isDrill = type === 'trailbell.drill';
  const rows = facts.map(({ label, text }) => html`<dt>${label}</dt><dd>${text}</dd>`);
  const items = steps.items.map((item) => html`${item}`);
  const body = html`<p class="type"><b class="${isDrill ? 'drill' : level}">${level}</b> ${type} · ${timestamp}</p>
    <p class="title">${title}</p>
    ${paragraph(sentence)} ${rows.length === 0 ? nothing : html`<dl>${rows}</dl>`}
    ${paragraph(steps.label)} ${items.length === 0 ? nothing : listOf('numbers', items)}
    ${paragraph(cut)}
    <p class="links">${links.map(({ label, url }) => html`${linkTo(url, html`${label}`)} `)}</p>
    ${buttons(offers)}
    ${paragraph(footer, 'footer')}`;
  return { body, push: title };
}

function buttons(offers: readonly { readonly label: string; readonly url: string }[]): Html {
  if (offers.length === 0) return nothing;
  const all = offers.map(({ label, url }) =>
    linkTo(url, html`<span class="button">${label}</span>`),
  );
  return html`<p class="offers">${all}</p>`;
}

function paragraph(text: string, look = 'plain'): Html {
  return text === '' ? nothing : html`<p class="${look}">${text}</p>`;
}
