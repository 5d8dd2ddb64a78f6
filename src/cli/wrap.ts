/** Characters that take two columns of a terminal, as far as texts in Chinese and Japanese need it. */
const wide = String.raw`[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFF60\uFFE0-\uFFE6\p{Emoji_Presentation}]`;
const isWide = new RegExp(`^${wide}`, 'u');
const takesNone = /^\p{M}/u;

/** What no line break may part: a word, or a character of a script without spaces. */
const piece = new RegExp(String.raw`\s+|${wide}\p{M}*|(?:(?!${wide})\S)+`, 'gu');

/** How many columns of a terminal a text takes. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (isWide.test(character)) columns += 2;
    else if (!takesNone.test(character)) columns += 1;
  }
  return columns;
}

/**
 * The text in lines of at most so many columns, broken between words. A word that fits into no line is
 * cut, with an ellipsis.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const [each] of text.trim().matchAll(piece)) {
    if (columnsOf(line + each) <= width) line += each;
    else {
      if (line !== '') lines.push(line.trimEnd());
      line = fit(each.trimStart(), width);
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** The beginning of a text that is too long. */
function fit(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (columnsOf(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
