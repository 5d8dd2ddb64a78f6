import { html, linkTo, listOf, type Html, markedUp } from '../html.ts';

/**
 * What Feishu's apps lay out of markdown and its tags, in cards and, line by line, in text messages.
 * Entities are decoded last, so that an escaped sign is no sign.
 *
 * @see https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-components/content-components/rich-text
 */
export function renderMarkdown(text: string): Html {
  return html`${text.split('\n').map(renderLine)}`;
}

function renderLine(line: string): Html {
  if (/^\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/.test(line)) return html`<hr />`;
  const { heading, quote, bullet, number, rest = '' } = block.exec(line)?.groups ?? {};
  const flow = renderInline(rest);
  if (heading !== undefined) return html`<div class="h">${flow}</div>`;
  if (quote !== undefined) return html`<blockquote>${flow}</blockquote>`;
  if (bullet !== undefined) return listOf('bullets', [flow]);
  return html`<div>${number ?? ''}${flow}</div>`;
}

const block =
  /^(?:(?<heading>#{1,6})\s+|(?<quote>>)\s?|\s{0,3}(?<bullet>[-*+])\s+|(?<number>\d{1,9}\.\s+))?(?<rest>.*)$/;

/** The lengths are bounded, so that no text makes the search for an end quadratic. */
const inline =
  /<at\s+(?:user_)?ids?\s*=\s*["']?(?<who>[^\s"'<>]{1,200})["']?\s*>(?<name>[^<\n]{0,200})<\/at>|<a\s+href=["']?(?<href>[^\s"'<>]{1,4000})["']?>(?<anchor>[^<\n]{0,500})<\/a>|<font\s+color=["']?[\w-]{1,40}["']?>(?<font>[^<\n]{1,1000})<\/font>|`(?<code>[^`\n]{1,1000})`|(?<bang>!?)\[(?<label>[^\]\n]{0,500})\]\((?<url>[^()\s]{1,4000})\)|\*\*(?<bold>[^*\n]{1,1000})\*\*|\*(?<italic>[^*\s][^*\n]{0,1000})\*|~~(?<struck>[^~\n]{1,1000})~~|(?<bare>https?:\/\/[^\s<>"')\]]{1,4000})/g;

/** One line of text, its tags and links laid out. */
export function renderInline(text: string): Html {
  return markedUp(text, inline, (_, groups) => renderMatch(groups), decode);
}

function renderMatch(groups: Readonly<Record<string, string | undefined>>): Html {
  const { who, name, href, anchor, font, code, bang, label = '', url } = groups;
  const { bold, italic, struck, bare = '' } = groups;
  if (who !== undefined) return html`<span class="mention">@${nameOf(who, name)}</span>`;
  if (href !== undefined) return linkTo(decode(href), html`${decode(anchor ?? href)}`);
  if (font !== undefined) return html`<span class="font">${renderInline(font)}</span>`;
  if (code !== undefined) return html`<code>${decode(code)}</code>`;
  if (url !== undefined) {
    // Images are not loaded: an inbox on a laptop must not call on strangers.
    return bang === '!'
      ? html`<span class="image">${label || 'image'}</span>`
      : linkTo(decode(url), renderInline(label));
  }
  if (bold !== undefined) return html`<strong>${renderInline(bold)}</strong>`;
  if (italic !== undefined) return html`<em>${renderInline(italic)}</em>`;
  if (struck !== undefined) return html`<s>${renderInline(struck)}</s>`;
  return linkTo(bare, html`${bare}`);
}

function nameOf(who: string, name: string | undefined): string {
  if (who === 'all') return '所有人';
  return name || who;
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: '\u00a0',
  ensp: '\u2002',
  emsp: '\u2003',
  sim: '∼',
};

function decode(text: string): string {
  return text.replace(
    /&(?:#(?<code>\d{1,6})|(?<name>[a-z]{2,4}));/g,
    (whole: string, code?: string, name = '') =>
      code === undefined ? (named[name] ?? whole) : String.fromCodePoint(Number(code)),
  );
}
