import type { Rendered } from '../chat-app.ts';
import { html, linkTo, nothing, type Html } from '../html.ts';
import { type TriggerEvent, triggerEvent } from './trigger-event.ts';

/** An incident as the app shows it; undefined where the payload triggers none. */
export function renderPagerduty(payload: unknown): Rendered | undefined {
  const parsed = triggerEvent.safeParse(payload);
  if (!parsed.success) return undefined;
  const event = parsed.data;
  const { summary, severity, custom_details: details } = event.payload;
  const body = html`<div class="incident ${severity}">
    <p class="state"><b>Triggered</b><span>${severity}</span></p>
    <p class="summary">${linkify(summary)}</p>
    ${renderRows(placeOf(event))} ${renderRows(Object.entries(details ?? {}), 'Details')}
    ${renderLinks(event)}
  </div>`;
  return { body, push: summary };
}

type Row = readonly [name: string, value: unknown];

/** The app's own words. */
function placeOf({ payload, client }: TriggerEvent): readonly Row[] {
  const { source, component, group, class: type, timestamp } = payload;
  const rows: readonly Row[] = [
    ['Source', source],
    ['Component', component],
    ['Group', group],
    ['Class', type],
    ['Timestamp', timestamp],
    ['Client', client],
  ];
  return rows.filter(([, value]) => Boolean(value));
}

function renderRows(rows: readonly Row[], heading = ''): Html {
  if (rows.length === 0) return nothing;
  return html`${heading === '' ? nothing : html`<h3>${heading}</h3>`}
    <dl>
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd><span class="plain">${linkify(wordsOf(value))}</span></dd>`,
      )}
    </dl>`;
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function renderLinks({ links, client, client_url: url }: TriggerEvent): Html {
  const all = [...(links ?? []), ...(url ? [{ href: url, text: client }] : [])];
  if (all.length === 0) return nothing;
  return html`<div class="links">
    ${all.map(({ href, text }) => linkTo(href, html`${text || href}`))}
  </div>`;
}

/** Mail and phones make a link of whatever looks like one. The length is bounded, so that it ends soon. */
function linkify(text: string): Html {
  return html`${text
    .split(/(https?:\/\/[^\s<>"]{1,2000})/)
    .map((piece, index) => (index % 2 === 1 ? linkTo(piece, html`${piece}`) : html`${piece}`))}`;
}
