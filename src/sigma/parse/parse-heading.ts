import { levels, statuses, type Heading } from '../rule.ts';
import { findEntry, rawValue, readText, readTexts, readWord, requireEntry } from './read-key.ts';
import type { Source } from './source.ts';
import type { MapTree } from './yaml-tree.ts';

/** The keys that have a place of their own in a `Heading`. */
const ownKeys = [
  'title',
  'id',
  'name',
  'level',
  'status',
  'description',
  'tags',
  'fields',
  'references',
  'falsepositives',
  'tests',
];

/**
 * Reads what detection rules and correlation rules have in common; undefined where there is no title.
 * `bodyKeys` are those that the caller reads: every other key is kept in `custom`.
 */
export function parseHeading(
  source: Source,
  map: MapTree,
  bodyKeys: readonly string[],
): Heading | undefined {
  const heading = requireEntry(source, map, 'title');
  const title = readText(source, heading);
  const level = readWord(source, findEntry(map, 'level'), levels);
  const tests = findEntry(map, 'tests');
  const known = new Set([...ownKeys, ...bodyKeys]);
  const custom = map.entries.filter(({ key }) => !known.has(key));
  const details = {
    id: readText(source, findEntry(map, 'id')),
    name: readText(source, findEntry(map, 'name')),
    level: level ?? 'medium',
    ...(level === undefined && { isLevelAssumed: true }),
    status: readWord(source, findEntry(map, 'status'), statuses),
    description: readText(source, findEntry(map, 'description')),
    tags: readTexts(source, findEntry(map, 'tags')),
    fields: readTexts(source, findEntry(map, 'fields')),
    references: readTexts(source, findEntry(map, 'references')),
    falsepositives: readTexts(source, findEntry(map, 'falsepositives')),
    tests: tests === undefined ? undefined : rawValue(tests.value),
    custom: Object.fromEntries(custom.map(({ key, value }) => [key, rawValue(value)])),
  };
  if (heading === undefined || title === undefined) return undefined;
  return { title, ...details, file: source.file, line: source.place(heading.keyRange.start).line };
}
