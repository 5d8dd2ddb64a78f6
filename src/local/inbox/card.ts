import type { ChatApp } from './chat-app.ts';
import { html, nothing, type Html } from './html.ts';
import type { InboxMessage } from './mailbox.ts';

/** How the page tells the time. */
export interface Clockface {
  readonly locale: string;
  readonly timeZone: string;
}

const fates = { shown: '', repeat: 'Repeat, not shown twice', refused: 'Refused' } as const;

/** One message as the app would show it, or, of one that it would not, why it did not. */
export function renderCard(message: InboxMessage, app: ChatApp, clockface: Clockface): Html {
  const view = message.fate === 'shown' ? app.render(message.payload) : undefined;
  return html`<article class="message ${message.channel} ${message.fate}" id="m${message.id}">
    ${avatar}
    <div class="stack">
      <div class="from">
        <b>trailbell</b>${app.badge === '' ? nothing : html`<i>${app.badge}</i>`}
        ${timeOf(message, clockface)}
      </div>
      <div class="bubble">
        ${view?.body ?? html`<p class="verdict"><b>${fates[message.fate]}</b> ${message.why ?? ''}</p>`}
      </div>
      <details>
        <summary>payload</summary>
        ${view === undefined ? nothing : html`<p class="push"><b>push</b> ${view.push}</p>`}
        <pre>${inFull(message.payload)}</pre>
        <pre class="answer">${message.answer.status} ${inFull(message.answer.body)}</pre>
      </details>
    </div>
  </article>`;
}

function inFull(payload: unknown): string {
  return typeof payload === 'string' ? payload : JSON.stringify(payload, undefined, 2);
}

function timeOf({ receivedAt }: InboxMessage, { locale, timeZone }: Clockface): Html {
  const at = new Date(receivedAt);
  const options = { hour: '2-digit', minute: '2-digit', timeZone } as const;
  const text = at.toLocaleTimeString(locale, options);
  return html`<time datetime="${at.toISOString()}">${text}</time>`;
}

/** The bell, drawn here so that the page needs nothing from anywhere. */
export const bell: Html = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <path
    d="M12 3.2a5.6 5.6 0 0 0-5.6 5.6c0 4.6-1.7 6.1-2.3 6.7a.7.7 0 0 0 .5 1.2h14.8a.7.7 0 0 0 .5-1.2c-.6-.6-2.3-2.1-2.3-6.7A5.6 5.6 0 0 0 12 3.2Z"
  />
  <path d="M9.7 18.6a2.4 2.4 0 0 0 4.6 0Z" />
</svg>`;

const avatar = html`<span class="avatar">${bell}</span>`;
