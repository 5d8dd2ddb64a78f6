/** `*`: any run of characters, also none. */
export const anyRun = Symbol('*');

/** `?`: exactly one character. */
export const anyOne = Symbol('?');

/** A text with wildcards, in order. Two texts never stand side by side, and none is empty. */
export type Pattern = readonly (string | typeof anyRun | typeof anyOne)[];

/**
 * Reads wildcards and escapes (Sigma specification 2.1.0, "Escaping"). A backslash escapes `*`, `?`
 * and another backslash; before anything else, and at the end, it is a backslash.
 */
export function parsePattern(text: string): Pattern {
  const pattern: (string | typeof anyRun | typeof anyOne)[] = [];
  let literal = '';

  function wildcard(sign: typeof anyRun | typeof anyOne): void {
    if (literal !== '') pattern.push(literal);
    literal = '';
    pattern.push(sign);
  }

  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === '*') wildcard(anyRun);
    else if (character === '?') wildcard(anyOne);
    else if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      at += 1;
    } else literal += character;
  }
  if (literal !== '') pattern.push(literal);
  return pattern;
}
