import stringWidth from 'string-width';
import type { Explained, ExplainedItem } from '../../sigma/match/explain.ts';
import { ownSelectionName } from '../../workbench/explain/obstacles.ts';
import { quantifiedText } from './condition-text.ts';
import { askedText, seenTextOf } from './item-text.ts';
import { visible } from './plain-text.ts';
import type { Style } from './style.ts';
import { WIDTH, wrapped } from './terminal-width.ts';

/** Where what the record has begins, if what the rule asks leaves the room. */
const SEEN_AT = 62;

/** A detection as a tree, a line for each part: whether it holds, and of items what the record has. */
export function explainedLines(
  explained: Explained,
  indent: number,
  style: Style,
): readonly string[] {
  return partLines(explained, { indent, style, inFilter: false, head: undefined });
}

interface Place {
  readonly indent: number;
  readonly style: Style;
  readonly inFilter: boolean;
  /** What the line begins with and says, in place of what the part says by itself. */
  readonly head: { readonly before: string; readonly holds: boolean } | undefined;
}

function partLines(part: Explained, place: Place): readonly string[] {
  const { indent, style, inFilter, head } = place;
  const mark = markOf(head?.holds ?? part.holds, style);
  const line = (text: string) => `${' '.repeat(indent)}${mark} ${head?.before ?? ''}${text}`;
  const below = (parts: readonly Explained[], more: Partial<Place> = {}) =>
    parts.flatMap((each) =>
      partLines(each, { ...place, indent: indent + 2, head: undefined, ...more }),
    );
  switch (part.kind) {
    case 'item':
      return itemLines(part, '', indent, style);
    case 'selection': {
      const name = inFilter ? ownSelectionName(part.name) : part.name;
      return [line(visible(name)), ...below(partsOf(part.of))];
    }
    case 'filter':
      return [
        line(`the filter '${visible(part.title)}', which applies to this rule`),
        ...below([part.of], { inFilter: true }),
      ];
    case 'not': {
      // One line says both: what it turns round is the opposite.
      const said = { before: `${head?.before ?? ''}not `, holds: head?.holds ?? part.holds };
      return partLines(part.of, { ...place, head: said });
    }
    case 'and':
    case 'all':
      return [line('all of'), ...below(part.of)];
    case 'or':
    case 'any':
      return [line('any of'), ...below(part.of)];
    case 'quantified':
      return [line(visible(quantifiedText(part))), ...below(part.of)];
  }
}

/** The items of a map stand below the name of the selection, without a line that says so. */
function partsOf(selection: Explained): readonly Explained[] {
  return selection.kind === 'all' ? selection.of : [selection];
}

/** An item on one line, or on more where it is long; `before` says where it stands. */
export function itemLines(
  item: ExplainedItem,
  before: string,
  indent: number,
  style: Style,
): readonly string[] {
  const asked = `${before}${askedText(item)}`;
  const seen = seenTextOf(item);
  const start = ' '.repeat(indent);
  const width = indent + 2 + stringWidth(asked);
  const at = Math.max(SEEN_AT, width + 2);
  if (at + stringWidth(seen) <= WIDTH) {
    const gap = ' '.repeat(at - width);
    return [`${start}${markOf(item.holds, style)} ${asked}${gap}${style.dim(seen)}`];
  }
  const [first = '', ...rest] = wrapped(asked, WIDTH - indent - 2);
  return [
    `${start}${markOf(item.holds, style)} ${first}`,
    ...rest.map((each) => `${start}  ${each}`),
    ...wrapped(seen, WIDTH - indent - 6).map((each) => `${start}      ${style.dim(each)}`),
  ];
}

/** Told apart without colours too. */
export function markOf(holds: boolean, { green, red }: Style): string {
  return holds ? green('✓') : red('✗');
}
