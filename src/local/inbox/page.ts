import { inboxChannels, type Apps, type InboxChannel } from './apps.ts';
import { bell, renderCard, type Clockface } from './card.ts';
import { html, nothing, toMarkup, type Html } from './html.ts';
import type { InboxMessage } from './mailbox.ts';
import { inboxScript } from './page-script.ts';
import { inboxStyle } from './page-style.ts';

export interface Page {
  readonly apps: Apps;
  readonly messages: readonly InboxMessage[];
  /** The one app to be looked at; undefined for all that hold messages. */
  readonly chosen: InboxChannel | undefined;
  /** Where the webhooks are. */
  readonly origin: string;
  readonly nonce: string;
  readonly clockface: Clockface;
}

/** The apps that hold messages side by side, and on a phone one at a time. */
export function renderPage(page: Page): string {
  const { apps, messages, chosen, nonce } = page;
  const counts = countsOf(messages);
  const front = chosen ?? inboxChannels.find((channel) => holds(channel, page)) ?? inboxChannels[0];
  const body = html`<header class="top">
      <h1>${bell} trailbell <small>local inbox</small></h1>
      <p class="counts">
        <span><b data-count="shown">${counts.shown}</b> delivered</span>
        <span><b data-count="repeat">${counts.repeat}</b> repeated</span>
        <span><b data-count="refused">${counts.refused}</b> refused</span>
        <span class="live" data-live>live</span>
      </p>
      <nav aria-label="Apps">
        <a class="tab all" href="/" data-tab="" ${chosen === undefined ? current : nothing}>All</a>
        ${inboxChannels.map((channel) => tab(channel, page))}
      </nav>
    </header>
    <main>
      <p class="none">${bell} Nothing yet. Alerts show up here as they arrive.</p>
      ${inboxChannels.map((channel) => column(channel, channel === front, page))}
    </main>`;
  const styles = inboxChannels.map((channel) => apps[channel].style);
  // The style and the script are constants of ours, and stand outside of what is escaped.
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>trailbell inbox</title>
<style nonce="${nonce}">${inboxStyle}${styles.join('\n')}</style>
</head>
<body class="${chosen === undefined ? '' : 'alone'}" data-last="${messages.at(-1)?.id ?? 0}">
${toMarkup(body)}
<script nonce="${nonce}">${inboxScript}</script>
</body>
</html>`;
}

/** How many were shown, repeated and refused: what the header and each event tell. */
export function countsOf(messages: readonly InboxMessage[]) {
  const count = (fate: InboxMessage['fate']) =>
    messages.filter((message) => message.fate === fate).length;
  return { shown: count('shown'), repeat: count('repeat'), refused: count('refused') };
}

const current = html`aria-current="true"`;

function holds(channel: InboxChannel, { messages }: Page): boolean {
  return messages.some((message) => message.channel === channel);
}

/** A link, so that one app has an address of its own; the script switches without loading anew. */
function tab(channel: InboxChannel, { apps, messages, chosen }: Page): Html {
  const count = messages.filter((message) => message.channel === channel).length;
  const look = count === 0 ? 'tab quiet' : 'tab';
  const mark = channel === chosen ? current : nothing;
  return html`<a class="${look}" href="/?app=${channel}" data-tab="${channel}" ${mark}
    >${apps[channel].label}<span class="unseen">, messages: </span><b>${count}</b></a
  >`;
}

function column(channel: InboxChannel, inFront: boolean, page: Page): Html {
  const { label, room, kind, webhook } = page.apps[channel];
  const states = [holds(channel, page) ? 'filled' : '', inFront ? 'front' : ''].join(' ');
  const messages = page.messages.filter((message) => message.channel === channel);
  return html`<section class="app ${channel} ${states}" aria-label="${label}" data-app="${channel}">
    <header>
      <h2>${room}</h2>
      <p>${label} · ${kind}</p>
    </header>
    <div class="feed" role="log" aria-label="Messages in ${label}" tabindex="0">
      <p class="empty">
        Nothing yet. What is posted to <code>${page.origin}${webhook}</code> shows up here.
      </p>
      ${messages.map((message) => renderCard(message, page.apps[channel], page.clockface))}
    </div>
  </section>`;
}
