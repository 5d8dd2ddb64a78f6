import { html, linkTo, listOf, type Html, markedUp } from '../html.ts';

/**
 * The subset of Markdown that Teams lays out in TextBlock and Fact, and nowhere else in a card: bold,
 * italic, lists and links, no headings, quotes, tables, images or code.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-format
 */
export function renderCardMarkdown(text: string, mentions: readonly string[]): Html {
  const groups: { kind: Kind; lines: Html[] }[] = [];
  for (const line of text.split(/\r\n|\r|\n/).filter((each) => each.trim() !== '')) {
    const [kind, marker] = markers.find(([, pattern]) => pattern.test(line)) ?? ['line', /^/];
    const content = renderInline(line.replace(marker, ''), mentions);
    const last = groups.at(-1);
    if (last?.kind === kind) last.lines.push(content);
    else groups.push({ kind, lines: [content] });
  }
  return html`${groups.map(({ kind, lines }) =>
    kind === 'line' ? html`${lines.map((line) => html`<p>${line}</p>`)}` : listOf(kind, lines),
  )}`;
}

type Kind = 'line' | 'bullets' | 'numbers';

const markers: readonly (readonly [Kind, RegExp])[] = [
  ['bullets', /^\s{0,3}[-*+]\s+(?=\S)/],
  ['numbers', /^\s{0,3}\d{1,9}\.\s+(?=\S)/],
];

/** The lengths are bounded, so that no text makes the search for an end quadratic. */
const inline =
  /\[(?<label>[^\]\n]{1,500})\]\((?<url>[^()\s]{1,4000})\)|(?<bolds>\*\*|__)(?<bold>[^*_\n]{1,1000})\k<bolds>|(?<italics>[*_])(?<italic>[^*_\s][^*_\n]{0,1000})\k<italics>|<at>(?<mention>[^<\n]{1,200})<\/at>/g;

function renderInline(text: string, mentions: readonly string[]): Html {
  return markedUp(text, inline, (source, groups) => renderMatch(source, groups, mentions));
}

function renderMatch(
  source: string,
  groups: Readonly<Record<string, string | undefined>>,
  mentions: readonly string[],
): Html {
  const { label = '', url, bold, italic } = groups;
  if (url !== undefined) return linkTo(url, html`${label}`);
  if (bold !== undefined) return html`<strong>${renderInline(bold, mentions)}</strong>`;
  if (italic !== undefined) return html`<em>${renderInline(italic, mentions)}</em>`;
  return renderMentions(source, mentions);
}

/** `<at>…</at>` is a mention where the card lists whom it means; elsewhere it stays as it was typed. */
export function renderMentions(text: string, mentions: readonly string[]): Html {
  const pieces = text.split(/(<at>[^<\n]{1,200}<\/at>)/);
  return html`${pieces.map((piece) =>
    mentions.includes(piece)
      ? html`<span class="mention">${piece.slice('<at>'.length, -'</at>'.length)}</span>`
      : html`${piece}`,
  )}`;
}
