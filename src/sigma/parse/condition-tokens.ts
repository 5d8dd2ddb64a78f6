export interface Token {
  readonly text: string;
  /** Where it begins in the condition, from 0. */
  readonly index: number;
}

/** Words that a condition reads as its own wherever they stand alone. */
const reserved: ReadonlySet<string> = new Set(['and', 'or', 'not', 'them']);

/**
 * Splits a condition into parentheses, pipes and words. A word ends at white space, so `notfoo` and
 * `filter-1` are names, and operators are words that happen to be reserved.
 */
export function conditionTokens(text: string): readonly Token[] {
  return [...text.matchAll(/[()|]|[^\s()|]+/g)].map((match) => ({
    text: match[0],
    index: match.index,
  }));
}

/** Whether a condition can mean a selection by this name. */
export function isSelectionName(name: string): boolean {
  return /^[^\s()|*]+$/.test(name) && !reserved.has(name);
}

/** Whether the word would be an operator in lower case. */
export function isShoutedOperator(word: string): boolean {
  return word !== word.toLowerCase() && ['and', 'or', 'not'].includes(word.toLowerCase());
}
