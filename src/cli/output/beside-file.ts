import stringWidth from 'string-width';
import { hanging, inset } from './hanging.ts';
import { visible } from './plain-text.ts';
import type { Style } from './style.ts';
import { WIDTH } from './terminal-width.ts';

/**
 * What is said of a rule and the file that it stands in: beside it, or below where both have no room.
 * `mark` stands before it.
 */
export function besideFile(
  mark: string,
  text: string,
  file: string,
  { dim }: Style,
): readonly string[] {
  const shown = visible(file);
  const line = `${mark}${text}  ${dim(shown)}`;
  return stringWidth(line) <= WIDTH
    ? [line]
    : [...hanging(mark, text), ...inset(stringWidth(mark) || 2, shown).map(dim)];
}
