import { didYouMean } from '../did-you-mean.ts';
import type { Value } from '../rule.ts';
import type { Source } from './source.ts';
import type { Entry, MapTree, ScalarTree, Tree } from './yaml-tree.ts';

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

/** The map that an entry holds; anything else is a problem. */
export function readMap(source: Source, entry: Entry | undefined): MapTree | undefined {
  if (entry === undefined) return undefined;
  if (entry.value.kind === 'map') return entry.value;
  source.report('wrong-type', entry.value.start, `'${entry.key}' must be a map`);
  return undefined;
}

/**
 * Checks the keys of a map that has no place for others. A key that must be there and one that is not
 * known are one problem, not two, where they look alike.
 */
export function checkKeys(
  source: Source,
  map: MapTree,
  what: string,
  known: readonly string[],
  required: readonly string[] = [],
): void {
  const unknown = map.entries.filter(({ key }) => !known.includes(key));
  for (const { key, keyRange } of unknown) {
    source.report(
      'unknown-key',
      keyRange.start,
      `no ${what} key '${key}'${didYouMean(key, known)}`,
    );
  }
  for (const key of required) {
    const looksLike = (entry: Entry) => didYouMean(entry.key, [key]) !== '';
    if (findEntry(map, key) !== undefined || unknown.some(looksLike)) continue;
    source.report('missing-key', map.start, `'${key}' is missing`);
  }
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

/** A string, and where it stands. */
export interface TextTree extends ScalarTree {
  readonly value: string;
}

/** Reads a list of strings, or one string in place of a list of one. */
export function readTexts(source: Source, entry: Entry | undefined): readonly string[] {
  return textTrees(source, entry).map(({ value }) => value);
}

/** As `readTexts`, for strings that name something and so cannot be empty. */
export function readNames(source: Source, entry: Entry | undefined): readonly TextTree[] {
  return textTrees(source, entry).filter(({ value, start }) => {
    if (value.trim() !== '') return true;
    source.report(
      'wrong-type',
      start,
      `'${entry?.key}' must be a list of texts that are not empty`,
    );
    return false;
  });
}

function textTrees(source: Source, entry: Entry | undefined): readonly TextTree[] {
  if (entry === undefined) return [];
  const items = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  const texts: TextTree[] = [];
  for (const item of items) {
    if (item.kind === 'scalar' && typeof item.value === 'string') {
      texts.push({ ...item, value: item.value });
    } else source.report('wrong-type', item.start, `'${entry.key}' must be a list of texts`);
  }
  return texts;
}

/** Reads true or false. */
export function readBoolean(source: Source, entry: Entry | undefined): boolean | undefined {
  if (entry === undefined) return undefined;
  if (entry.value.kind === 'scalar' && typeof entry.value.value === 'boolean') {
    return entry.value.value;
  }
  source.report('wrong-type', entry.value.start, `'${entry.key}' must be true or false`);
  return undefined;
}

/** Reads a number; one in quotes is a text. What is not finite has been reported as YAML. */
export function readNumber(source: Source, entry: Entry | undefined): number | undefined {
  if (entry === undefined) return undefined;
  if (entry.value.kind === 'scalar' && typeof entry.value.value === 'number') {
    return Number.isFinite(entry.value.value) ? entry.value.value : undefined;
  }
  source.report('wrong-type', entry.value.start, `'${entry.key}' must be a number`);
  return undefined;
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
