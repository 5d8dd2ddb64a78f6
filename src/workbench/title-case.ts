/** Words that a title leaves small, but at its beginning. */
const smallWords = new Set(
  'a an and as at but by for from if in into its nor not of off on onto or out over per so than that the their then to up via vs when while with within without yet'.split(
    ' ',
  ),
);

/** A text as a title: each word has a capital, but for those that join the others. */
export function titleCase(text: string): string {
  return text
    .split(' ')
    .map((word, at) => (isSmall(word, at) ? word : capitalized(word)))
    .join(' ');
}

/** The first word of a title that lacks its capital, as it should be; undefined where none does. */
export function missingCapital(title: string): string | undefined {
  const word = title.split(/\s+/).find((each, at) => /^[a-z]+$/.test(each) && !isSmall(each, at));
  return word === undefined ? undefined : capitalized(word);
}

function isSmall(word: string, at: number): boolean {
  return at > 0 && smallWords.has(word);
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
