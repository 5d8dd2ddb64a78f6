import { html, linkTo, listOf, type Html, markedUp } from '../html.ts';
import { openedBy } from './opened-by.ts';

/**
 * The subset of Markdown that DingTalk's apps lay out, and no more: what is not in it stays as it
 * was typed, so that a message which counts on tables or backslashes looks as wrong here as there.
 *
 * @see https://open.dingtalk.com/document/orgapp/custom-bot-access-send-message
 */
export function renderMarkdown(text: string, mentions: readonly string[]): Html {
  const blocks = text.split(/\n{2,}/).flatMap((block) => splitBlock(block.split('\n')));
  return html`${blocks.map((block) => renderBlock(block, mentions))}`;
}

type Kind = 'paragraph' | 'quote' | 'bullets' | 'numbers' | 'heading';

interface Block {
  readonly kind: Kind;
  /** Of a heading, from 1. */
  readonly level: number;
  readonly lines: readonly string[];
}

const markers: readonly (readonly [Kind, RegExp])[] = [
  ['heading', /^(#{1,6})\s+(?=\S)/],
  ['quote', /^>\s?/],
  ['bullets', /^\s{0,3}[-*+]\s+(?=\S)/],
  ['numbers', /^\s{0,3}\d{1,9}\.\s+(?=\S)/],
];

/** Neighbouring lines of one kind belong together; every heading stands alone. */
function splitBlock(lines: readonly string[]): Block[] {
  const blocks: { kind: Kind; level: number; lines: string[] }[] = [];
  for (const line of lines.filter((each) => each.trim() !== '')) {
    const [kind, pattern] = markers.find(([, marker]) => marker.test(line)) ?? ['paragraph', /^/];
    const level = pattern.exec(line)?.[1]?.length ?? 0;
    const content = line.replace(pattern, '');
    const last = blocks.at(-1);
    if (last?.kind === kind && kind !== 'heading') last.lines.push(content);
    else blocks.push({ kind, level, lines: [content] });
  }
  return blocks;
}

function renderBlock({ kind, level, lines }: Block, mentions: readonly string[]): Html {
  if (kind === 'bullets' || kind === 'numbers') {
    return listOf(
      kind,
      lines.map((line) => renderInline(line, mentions)),
    );
  }
  const flow = joinLines(lines, mentions);
  if (kind === 'heading') return html`<div class="h h${level}">${flow}</div>`;
  return kind === 'quote' ? html`<blockquote>${flow}</blockquote>` : html`<p>${flow}</p>`;
}

/** A line ends only where two spaces or a blank line say so; else the next one follows on. */
function joinLines(lines: readonly string[], mentions: readonly string[]): Html {
  const rendered = lines.map((line, index) => {
    const content = renderInline(line.trimEnd(), mentions);
    if (index === lines.length - 1) return content;
    return line.endsWith('  ') ? html`${content}<br />` : html`${content}${' '}`;
  });
  return html`${rendered}`;
}

/** The lengths are bounded, so that no text makes the search for an end quadratic. */
const inline =
  /(?<bang>!?)\[(?<label>[^\]\n]{0,500})\]\((?<url>[^()\s]{1,4000})\)|\*\*(?<bold>[^*\n]{1,1000})\*\*|\*(?<italic>[^*\s][^*\n]{0,1000})\*|(?<mention>@[\w+-]{1,64})/g;

function renderInline(text: string, mentions: readonly string[]): Html {
  return markedUp(text, inline, (source, groups) => renderMatch(source, groups, mentions));
}

function renderMatch(
  source: string,
  groups: Readonly<Record<string, string | undefined>>,
  mentions: readonly string[],
): Html {
  const { bang, label = '', url, bold, italic, mention } = groups;
  if (url !== undefined) {
    // Images are not loaded: an inbox on a laptop must not call on strangers.
    return bang === '!'
      ? html`<span class="image">${label || 'image'}</span>`
      : linkTo(openedBy(url), renderInline(label, mentions));
  }
  if (bold !== undefined) return html`<strong>${renderInline(bold, mentions)}</strong>`;
  if (italic !== undefined) return html`<em>${renderInline(italic, mentions)}</em>`;
  const mentioned = mention !== undefined && mentions.includes(mention.slice(1));
  return mentioned ? html`<span class="mention">${source}</span>` : html`${source}`;
}
