import { html, linkTo, type Html, markedUp } from '../html.ts';

/**
 * Slack's own markup. Text between its marks is decoded from exactly three entities and escaped
 * again for the page; a mention or a link shows only where the markup makes one.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */
export function renderMrkdwn(text: string): Html {
  const lines = text.split('\n').map((line) => {
    const quoted = /^(?:>|&gt;)\s?/.exec(line);
    return quoted === null
      ? html`${renderInline(line)}<br />`
      : html`<blockquote>${renderInline(line.slice(quoted[0].length))}</blockquote>`;
  });
  return html`${lines}`;
}

/** The lengths are bounded, so that no text makes the search for an end quadratic. */
const inline =
  /`(?<code>[^`\n]{1,1000})`|<(?<angle>[^<>\n]{1,3000})>|(?<![\w*])\*(?<bold>[^*\s](?:[^*\n]{0,1000}[^*\s])?)\*(?!\w)|(?<!\w)_(?<italic>[^_\s](?:[^_\n]{0,1000}[^_\s])?)_(?!\w)|(?<!\w)~(?<strike>[^~\s](?:[^~\n]{0,1000}[^~\s])?)~(?!\w)|:(?<emoji>[a-z0-9_+-]{1,50}):/g;

function renderInline(text: string): Html {
  return markedUp(text, inline, renderMatch, decode);
}

function renderMatch(source: string, groups: Readonly<Record<string, string | undefined>>): Html {
  const { code, angle, bold, italic, strike, emoji } = groups;
  if (code !== undefined) return html`<code>${decode(code)}</code>`;
  if (angle !== undefined) return renderAngle(angle);
  if (bold !== undefined) return html`<strong>${renderInline(bold)}</strong>`;
  if (italic !== undefined) return html`<em>${renderInline(italic)}</em>`;
  if (strike !== undefined) return html`<s>${renderInline(strike)}</s>`;
  return html`${emoji === undefined ? decode(source) : renderEmoji(emoji)}`;
}

/** `<url|label>`, `<@user>`, `<!channel>`, `<!date^…|fallback>`. */
function renderAngle(inside: string): Html {
  const [target = '', label] = inside.split('|', 2);
  if (/^[@#!]/.test(target)) {
    const name = target.startsWith('!') ? `@${target.slice(1).split('^')[0] ?? ''}` : target;
    return html`<span class="mention">${decode(label ?? name)}</span>`;
  }
  return linkTo(decode(target), html`${decode(label ?? target)}`);
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const emojis: ReadonlyMap<string, string> = new Map([
  ['rotating_light', '🚨'],
  ['warning', '⚠️'],
  ['bell', '🔔'],
  ['red_circle', '🔴'],
  ['large_orange_circle', '🟠'],
  ['large_yellow_circle', '🟡'],
  ['large_blue_circle', '🔵'],
  ['white_circle', '⚪'],
  ['white_check_mark', '✅'],
]);

/** A few that alerts use; any other stands as it was typed. */
export function renderEmoji(name: string): string {
  return emojis.get(name) ?? `:${name}:`;
}
