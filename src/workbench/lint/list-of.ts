/** How many names a message gives. */
const MOST_NAMED = 3;

/** `A, B, C and 4 more`; what stands there twice is said once. */
export function listOf(names: readonly string[]): string {
  const all = [...new Set(names)];
  const more = all.length - MOST_NAMED;
  const said = all.slice(0, MOST_NAMED).join(', ');
  return more > 0 ? `${said} and ${more} more` : said;
}
