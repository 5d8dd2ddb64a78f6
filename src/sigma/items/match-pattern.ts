import { anyOne, anyRun, type Pattern } from './pattern.ts';

export type TextTest = (text: string) => boolean;

/**
 * Compiles a pattern to a test of whole texts. Both must have been folded alike: this compares
 * characters as they are. Takes time in proportion to the lengths of text and pattern multiplied,
 * and for the usual shapes (`x`, `x*`, `*x`, `*x*`) to that of the text.
 */
export function matchPattern(pattern: Pattern): TextTest {
  const [first, second, third] = pattern;
  if (first === undefined) return (text) => text === '';
  if (pattern.length === 1 && typeof first === 'string') return (text) => text === first;
  if (pattern.length === 1 && first === anyRun) return () => true;
  if (pattern.length === 2 && typeof first === 'string' && second === anyRun) {
    return (text) => text.startsWith(first);
  }
  if (pattern.length === 2 && first === anyRun && typeof second === 'string') {
    return (text) => text.endsWith(second);
  }
  if (pattern.length === 3 && first === anyRun && typeof second === 'string' && third === anyRun) {
    return (text) => text.includes(second);
  }
  return (text) => matchWildcards(pattern, text);
}

/**
 * Walks text and pattern side by side. On a mismatch only the latest `*` takes one character more:
 * an earlier one never needs to, because what follows it was found at the first place possible. That
 * is why this cannot grow exponentially, as backtracking over every `*` would.
 */
function matchWildcards(pattern: Pattern, text: string): boolean {
  let at = 0;
  let next = 0;
  let retryPart = -1;
  let retryAt = 0;
  for (;;) {
    const part = pattern[next];
    if (part === undefined && at === text.length) return true;
    if (part === anyRun) {
      next += 1;
      if (next === pattern.length) return true;
      retryPart = next;
      retryAt = at;
      continue;
    }
    const width = part === undefined ? 0 : widthAt(part, text, at);
    if (width > 0) {
      at += width;
      next += 1;
      continue;
    }
    if (retryPart === -1 || retryAt >= text.length) return false;
    retryAt += widthAt(anyOne, text, retryAt);
    at = retryAt;
    next = retryPart;
  }
}

/** How many UTF-16 units of the text the part takes at this place; 0 where it does not fit. */
function widthAt(part: string | typeof anyOne, text: string, at: number): number {
  if (typeof part === 'string') return text.startsWith(part, at) ? part.length : 0;
  const codePoint = text.codePointAt(at);
  if (codePoint === undefined) return 0;
  return codePoint > 0xffff ? 2 : 1;
}
