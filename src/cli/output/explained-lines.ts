import stringWidth from 'string-width';
import type { Explained, ExplainedItem } from '../../sigma/match/explain.ts';
import { quantifiedText } from '../../workbench/condition-text.ts';
import { hanging, inset } from './hanging.ts';
import { askedText, seenTextOf } from './item-text.ts';
import { visible } from './plain-text.ts';
import type { Style } from './style.ts';
import { WIDTH } from './terminal-width.ts';

/** Where what the record has begins, if what the rule asks leaves the room. */
const SEEN_AT = 62;

/** A detection as a tree, a line for each part: whether it holds, and of items what the record has. */
export function explainedLines(
  explained: Explained,
  indent: number,
  style: Style,
): readonly string[] {
  return partLines(explained, { indent, style, head: undefined });
}

interface Place {
  readonly indent: number;
  readonly style: Style;
  /** What the line begins with and says, in place of what the part says by itself. */
  readonly head: { readonly before: string; readonly holds: boolean } | undefined;
}

function partLines(written: Explained, place: Place): readonly string[] {
  const { indent, style, head } = place;
  const part = withoutListsOfOne(written);
  const mark = markOf(head?.holds ?? part.holds, style);
  const line = (text: string) => `${' '.repeat(indent)}${mark} ${head?.before ?? ''}${text}`;
  const below = (parts: readonly Explained[]) =>
    parts.flatMap((each) => partLines(each, { ...place, indent: indent + 2, head: undefined }));
  switch (part.kind) {
    case 'item':
      return itemLines(part, '', indent, style);
    case 'selection':
      return [line(visible(part.name)), ...below(partsOf(part.of))];
    case 'filter':
      return [
        line(`the filter '${visible(part.title)}', which applies to this rule`),
        ...below([part.of]),
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
  const whole = withoutListsOfOne(selection);
  return whole.kind === 'all' ? whole.of : [whole];
}

/** All or any of one thing is that thing. */
function withoutListsOfOne(part: Explained): Explained {
  const isList = part.kind === 'all' || part.kind === 'any';
  const [only, ...others] = isList ? part.of : [];
  return only === undefined || others.length > 0 ? part : withoutListsOfOne(only);
}

/**
 * An item on one line, or on more where it is long; `before` says where it stands. It is marked as what
 * it is part of, where that is another thing than whether it holds.
 */
export function itemLines(
  item: ExplainedItem,
  before: string,
  indent: number,
  style: Style,
  holds = item.holds,
): readonly string[] {
  const asked = `${before}${askedText(item)}`;
  const seen = seenTextOf(item);
  const start = ' '.repeat(indent);
  const width = indent + 2 + stringWidth(asked);
  const at = Math.max(SEEN_AT, width + 2);
  if (at + stringWidth(seen) <= WIDTH) {
    const gap = ' '.repeat(at - width);
    return [`${start}${markOf(holds, style)} ${asked}${gap}${style.dim(seen)}`];
  }
  return [
    ...hanging(`${start}${markOf(holds, style)} `, asked),
    ...inset(indent + 6, seen).map(style.dim),
  ];
}

/** Told apart without colours too. */
export function markOf(holds: boolean, { green, red }: Style): string {
  return holds ? green('✓') : red('✗');
}
