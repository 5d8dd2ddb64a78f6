import { didYouMean } from '../did-you-mean.ts';
import type { Value } from '../rule.ts';
import type { Source } from './source.ts';
import type { Entry, MapTree, Tree } from './yaml-tree.ts';

export function findEntry(map: MapTree, key: string): Entry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

/** A key that must be there; a near miss among the keys that are there is named in the problem. */
export function requireEntry(source: Source, map: MapTree, key: string): Entry | undefined {
  const entry = findEntry(map, key);
  if (entry !== undefined) return entry;
  const near = map.entries.find((candidate) => didYouMean(candidate.key, [key]) !== '');
  const hint = near === undefined ? '' : `: '${near.key}' looks like it`;
  source.report('missing-key', near?.keyRange.start ?? map.start, `'${key}' is missing${hint}`);
  return undefined;
}

/** Reads a string; anything else but an absent entry is a problem, and so is an empty string. */
export function readText(source: Source, entry: Entry | undefined): string | undefined {
  if (entry === undefined) return undefined;
  if (entry.value.kind === 'scalar' && typeof entry.value.value === 'string') {
    if (entry.value.value.trim() !== '') return entry.value.value;
  }
  source.report('wrong-type', entry.value.start, `'${entry.key}' must be a text`);
  return undefined;
}

/** Reads a list of strings, or one string in place of a list of one. */
export function readTexts(source: Source, entry: Entry | undefined): readonly string[] {
  if (entry === undefined) return [];
  const items = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  const texts: string[] = [];
  for (const item of items) {
    if (item.kind === 'scalar' && typeof item.value === 'string') texts.push(item.value);
    else source.report('wrong-type', item.start, `'${entry.key}' must be a list of texts`);
  }
  return texts;
}

/** Reads one of a closed set of words. */
export function readWord<Word extends string>(
  source: Source,
  entry: Entry | undefined,
  words: readonly Word[],
): Word | undefined {
  const text = readText(source, entry);
  if (text === undefined || entry === undefined) return undefined;
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) {
    const hint = didYouMean(text, words) || `: one of ${words.join(', ')}`;
    source.report('bad-value', entry.value.start, `'${text}' is no ${entry.key}${hint}`);
  }
  return word;
}

/** A tree without its positions. A key named `__proto__` stays a key. */
export function rawValue(tree: Tree): Value | readonly unknown[] | Record<string, unknown> {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(rawValue);
  return Object.fromEntries(tree.entries.map(({ key, value }) => [key, rawValue(value)]));
}
