import { closest, distance } from 'fastest-levenshtein';

/** The end of a message: `: did you mean 'endswith'?`, or nothing where no candidate is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const list = [...candidates];
  if (list.length === 0) return '';
  const nearest = closest(word, list);
  const allowed = Math.max(1, Math.floor(nearest.length / 3));
  return distance(word, nearest) <= allowed ? `: did you mean '${nearest}'?` : '';
}
