import fc from 'fast-check';

/** Few, so that texts meet; among them those that fold in surprising ways, and the dashes. */
const letters = [
  ['a', 'b', 'A', 'B', 'k', 'K', '\u212a', 'i', 'İ', 'σ', 'ς', 'Σ'],
  ['-', '/', '\u2013', ' ', 'é', '😀', '\\', '*', '?'],
].flat();

export const letter = fc.constantFrom(...letters);

/** A text as an event holds it: nothing in it stands for something else. */
export const text = fc.array(letter, { maxLength: 4 }).map((parts) => parts.join(''));

/** A text as a rule writes it: with wildcards, and with backslashes that do and do not escape. */
export const writtenText = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: letter },
      { weight: 2, arbitrary: fc.constantFrom('*', '?', '\\', '\\*', '\\?', '\\\\') },
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));

/** A text that differs from a given one in its case at most. */
export function recased(given: string): fc.Arbitrary<string> {
  const parts = [...given].map((character) =>
    fc.oneof(
      { weight: 2, arbitrary: fc.constant(character) },
      { weight: 1, arbitrary: fc.constantFrom(...casesOf(character)) },
    ),
  );
  return fc.tuple(...parts).map((characters) => characters.join(''));
}

function casesOf(character: string): readonly [string, ...string[]] {
  for (const cases of ['kK\u212a', 'σςΣ']) {
    const [first = '', ...rest] = cases;
    if (cases.includes(character)) return [first, ...rest];
  }
  // Folding leaves İ and ß alone, so what they become in other cases is noise, which is welcome.
  return [character, character.toLowerCase(), character.toUpperCase()];
}
