import { html, linkTo, type Html, markedUp } from '../html.ts';

/**
 * The subset of markdown that WeCom's apps lay out, and no more: headings, bold, links, code in a line,
 * quotes, three colours and mentions. A line ends where it ends; lists, tables and backslashes are
 * shown as they were typed.
 *
 * @see https://developer.work.weixin.qq.com/document/path/99110
 */
export function renderMarkdown(text: string): Html {
  const blocks: { quoted: boolean; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const quoted = /^\s{0,3}>/.test(line);
    const content = quoted ? line.replace(/^\s{0,3}>\s?/, '') : line;
    const last = blocks.at(-1);
    if (last?.quoted === quoted) last.lines.push(content);
    else blocks.push({ quoted, lines: [content] });
  }
  return html`${blocks.map(({ quoted, lines }) => {
    const flow = lines.map(renderLine);
    return quoted ? html`<blockquote>${flow}</blockquote>` : html`<div>${flow}</div>`;
  })}`;
}

function renderLine(line: string): Html {
  const heading = /^(#{1,6})\s+(?=\S)/.exec(line);
  if (heading === null) return html`<p>${renderInline(line)}</p>`;
  const level = heading[1]?.length ?? 1;
  return html`<p class="h h${level}">${renderInline(line.slice(heading[0].length))}</p>`;
}

/** The lengths are bounded, so that no text makes the search for an end quadratic. */
const inline =
  /<@(?<who>[^<>\s]{1,64})>|<font\s+color=["']?(?<colour>info|comment|warning)["']?>(?<font>[^<\n]{1,2000})<\/font>|`(?<code>[^`\n]{1,1000})`|\[(?<label>[^\]\n]{0,500})\]\((?<url>[^()\s]{1,4000})\)|\*\*(?<bold>[^*\n]{1,1000})\*\*|(?<bare>https?:\/\/[^\s<>"')\]]{1,4000})/g;

/** One line of text, or of a text message, in which only mentions and bare addresses mean something. */
function renderInline(text: string): Html {
  return markedUp(text, inline, (_, groups) => renderMatch(groups));
}

function renderMatch(groups: Readonly<Record<string, string | undefined>>): Html {
  const { who, colour = '', font, code, label = '', url, bold, bare = '' } = groups;
  if (who !== undefined) return renderMention(who);
  if (font !== undefined) return html`<span class="font ${colour}">${renderInline(font)}</span>`;
  if (code !== undefined) return html`<code>${code}</code>`;
  if (url !== undefined) return linkTo(url, renderInline(label));
  if (bold !== undefined) return html`<strong>${renderInline(bold)}</strong>`;
  return linkTo(bare, html`${bare}`);
}

export function renderMention(who: string): Html {
  return html`<span class="mention">@${who === 'all' || who === '@all' ? '所有人' : who}</span>`;
}
