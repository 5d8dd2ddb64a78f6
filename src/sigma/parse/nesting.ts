import type { CST } from 'yaml';

/** Far more than a rule needs, and far less than would exhaust a stack. */
export const MAX_YAML_DEPTH = 64;

/**
 * Finds the first collection that is nested deeper than `MAX_YAML_DEPTH`, and answers its offset. It looks
 * at the tokens of the YAML parser, which keeps a stack of its own, because the composer after it
 * recurses: at the end of the call stack a regular expression of its may end the whole process.
 */
export function deepOffset(tokens: Iterable<CST.Token>): number | undefined {
  const waiting = [...tokens].map((token) => ({ token, depth: 0 }));
  let first: number | undefined;
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (next === undefined) break;
    const { token, depth } = next;
    if (depth > MAX_YAML_DEPTH) {
      first = Math.min(first ?? token.offset, token.offset);
      continue;
    }
    if (token.type === 'document' && token.value) waiting.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    for (const item of token.items) {
      for (const part of [item.key, item.value]) {
        if (part) waiting.push({ token: part, depth: depth + 1 });
      }
    }
  }
  return first;
}
