import { closest, distance } from 'fastest-levenshtein';

/** The mend for a word that is not known: the one that was probably meant, or else what to do. */
export function didYouMean(word: string, known: readonly string[], otherwise: string): string {
  const nearest = known.length > 0 ? closest(word, known) : '';
  const isNear = nearest !== '' && distance(word, nearest) <= Math.ceil(nearest.length / 3);
  return isNear ? `Did you mean ${nearest}?` : otherwise;
}

/** `a, b or c` */
export function choiceOf(names: readonly unknown[]): string {
  const all = names.map(String);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}
