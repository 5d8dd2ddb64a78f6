/** A character (a code point), `?`, or `*`. */
export type Token = { readonly character: string } | 'one' | 'run';

/** Reads a value as a rule writes it: its wildcards, and what is escaped. */
export function readWildcards(raw: string): readonly Token[] {
  const [first, ...rest] = raw;
  if (first === undefined) return [];
  const [second, ...after] = rest;
  if (first === '\\' && (second === '*' || second === '?' || second === '\\')) {
    return [{ character: second }, ...readWildcards(after.join(''))];
  }
  const token: Token = first === '*' ? 'run' : first === '?' ? 'one' : { character: first };
  return [token, ...readWildcards(rest.join(''))];
}

/** A text in which nothing stands for something else. */
export function literally(text: string): readonly Token[] {
  return [...text].map((character) => ({ character }));
}

/** The text that tokens without a wildcard spell, and undefined for others. */
export function spelled(tokens: readonly Token[]): string | undefined {
  let text = '';
  for (const token of tokens) {
    if (typeof token === 'string') return undefined;
    text += token.character;
  }
  return text;
}

/** Whether tokens cover a whole text, by trying every length for each `*`. */
export function covers(tokens: readonly Token[], text: string): boolean {
  return coversAll(tokens, [...text]);
}

function coversAll(tokens: readonly Token[], text: readonly string[]): boolean {
  const [token, ...rest] = tokens;
  if (token === undefined) return text.length === 0;
  const [character, ...after] = text;
  if (token === 'run') {
    // Two of them are one: without this line, a row of them would take for ever.
    if (rest[0] === 'run') return coversAll(rest, text);
    return coversAll(rest, text) || (character !== undefined && coversAll(tokens, after));
  }
  if (character === undefined) return false;
  return (token === 'one' || token.character === character) && coversAll(rest, after);
}
