import type { Place, Problem } from './problem.ts';

/** Characters that a terminal draws two cells wide, so that the caret stands under the right one. */
const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/gu;

/**
 * A problem for a person at a terminal: `file:line:column  code  message`, then the line of `text`
 * that it is about, with a caret beneath the column. `text` is the file the problem was found in.
 */
export function renderProblem(problem: Problem, text: string): string {
  return [problemLine(problem), ...caretLines(problem, text).map((line) => `  ${line}`)].join('\n');
}

/**
 * The line of a file that something is about, and a caret beneath the column. Of a line that has more
 * than so many columns the part about it is shown.
 */
export function caretLines(
  { line, column }: Place,
  text: string,
  width = Number.POSITIVE_INFINITY,
): readonly [string, string] {
  const whole = visible(text.split(/\r\n|\n/)[line - 1] ?? '');
  const [source, at] = clipped(whole, column - 1, width);
  // Tabs are kept in the padding: they are as wide there as in the line above.
  const padding = source
    .slice(0, at)
    .replace(wide, '\u3000')
    .replace(/[^\t\u3000]/g, ' ');
  return [source, `${padding}^`];
}

/** How much is shown before a place, where not all of it can be. */
const LEAD = 20;

/** The part of a line around a place in it, and where the place is in that. */
function clipped(line: string, at: number, width: number): readonly [string, number] {
  const cells = (text: string) => text.length + (text.match(wide)?.length ?? 0);
  if (cells(line) <= width) return [line, at];
  const from = at + LEAD > width ? at - LEAD : 0;
  const head = from > 0 ? '…' : '';
  let to = from;
  let left = width - head.length - 1;
  for (const character of line.slice(from)) {
    left -= cells(character);
    if (left < 0) break;
    to += character.length;
  }
  return [`${head}${line.slice(from, to)}…`, head.length + at - from];
}

/** Its first line alone. */
export function problemLine({ file, line, column, code, message }: Problem): string {
  return visible(`${file}:${line}:${column}  ${code}  ${message}`);
}

/** Rules are shared between strangers: no control, and nothing that turns the direction of text. */
function visible(text: string): string {
  return text.replace(/(?!\t)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
