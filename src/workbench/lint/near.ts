import { distance } from 'fastest-levenshtein';

/**
 * Whether a word differs from another by one slip: a letter more, less or another, or two that changed
 * places. Names of operations often differ by an `s` alone, so that is no slip.
 */
export function isSlip(word: string, other: string): boolean {
  const [a, b] = [word.toLowerCase(), other.toLowerCase()];
  if (a === `${b}s` || b === `${a}s`) return false;
  return distance(a, b) === 1 || isSwapped(a, b);
}

function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length || a === b) return false;
  const at = [...a].findIndex((letter, place) => letter !== b[place]);
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
