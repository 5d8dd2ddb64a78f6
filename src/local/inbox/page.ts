import { bell, renderCard, type Clockface } from './card.ts';
import { html, nothing, toMarkup, type Html } from './html.ts';
import type { InboxChannel, InboxMessage } from './mailbox.ts';
import { inboxScript } from './page-script.ts';
import { inboxStyle } from './page-style.ts';

/** Both apps side by side, and on a phone one at a time. */
export function renderPage(
  messages: readonly InboxMessage[],
  nonce: string,
  clockface: Clockface,
): string {
  const of = (channel: InboxChannel) => messages.filter((each) => each.channel === channel);
  const counts = countsOf(messages);
  const body = html`<header class="top">
      <h1>${bell} trailbell <small>local inbox</small></h1>
      <p class="counts">
        <span><b data-count="shown">${counts.shown}</b> delivered</span>
        <span><b data-count="repeat">${counts.repeat}</b> repeated</span>
        <span><b data-count="refused">${counts.refused}</b> refused</span>
        <span class="live" data-live>live</span>
      </p>
    </header>
    <main>
      ${column('dingtalk', 'DingTalk', '云上值班', '自定义机器人', of('dingtalk'), clockface)}
      ${column('slack', 'Slack', '# cloud-alerts', 'Incoming webhook', of('slack'), clockface)}
    </main>`;
  // The style and the script are constants of ours, and stand outside of what is escaped.
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>trailbell inbox</title>
<style nonce="${nonce}">${inboxStyle}</style>
</head>
<body data-last="${messages.at(-1)?.id ?? 0}">
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

function column(
  channel: InboxChannel,
  app: string,
  room: string,
  kind: string,
  messages: readonly InboxMessage[],
  clockface: Clockface,
): Html {
  return html`<input type="radio" name="app" id="tab-${channel}" ${checked(channel)} />
    <label for="tab-${channel}">${app}</label>
    <section class="app ${channel}" aria-label="${app}">
      <header>
        <h2>${room}</h2>
        <p>${app} · ${kind}</p>
      </header>
      <div class="feed" data-feed="${channel}">
        <p class="empty">Nothing yet. Alerts show up here as they arrive.</p>
        ${messages.map((message) => renderCard(message, clockface))}
      </div>
    </section>`;
}

function checked(channel: InboxChannel): Html {
  return channel === 'dingtalk' ? html`checked` : nothing;
}
