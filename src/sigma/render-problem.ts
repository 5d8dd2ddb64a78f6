import type { Problem } from './problem.ts';

/** Characters that a terminal draws two cells wide, so that the caret stands under the right one. */
const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/gu;

/**
 * A problem for a person at a terminal: `file:line:column  code  message`, then the line of `text`
 * that it is about, with a caret beneath the column. `text` is the file the problem was found in.
 */
export function renderProblem(problem: Problem, text: string): string {
  const { line, column } = problem;
  const source = visible(text.split(/\r\n|\n/)[line - 1] ?? '');
  // Tabs are kept in the padding: they are as wide there as in the line above.
  const padding = source
    .slice(0, column - 1)
    .replace(wide, '\u3000')
    .replace(/[^\t\u3000]/g, ' ');
  return `${problemLine(problem)}\n  ${source}\n  ${padding}^`;
}

/** Its first line alone. */
export function problemLine({ file, line, column, code, message }: Problem): string {
  return visible(`${file}:${line}:${column}  ${code}  ${message}`);
}

/** Rules are shared between strangers: no control, and nothing that turns the direction of text. */
function visible(text: string): string {
  return text.replace(/(?!\t)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
