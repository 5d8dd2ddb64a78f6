/** What lower-casing a whole text gets wrong. */
const special = /[İΣς]/;

/**
 * Text in the one case that comparisons are made in. It goes character by character, so a folded
 * part is found in a folded whole and `?` still stands for one character. Lower-casing alone breaks
 * that in two places: a final sigma is written by its neighbours, and `İ` would become two characters.
 */
export function foldCase(text: string): string {
  if (!special.test(text)) return text.toLowerCase();
  return text
    .split('İ')
    .map((part) => part.toLowerCase())
    .join('İ')
    .replaceAll('ς', 'σ');
}
