import { levels, statuses, type Rule } from '../rule.ts';
import { parseDetection } from './parse-detection.ts';
import { parseLogsource } from './parse-logsource.ts';
import { findEntry, rawValue, readText, readTexts, readWord, requireEntry } from './read-key.ts';
import type { Source } from './source.ts';
import type { MapTree } from './yaml-tree.ts';

/** The keys that have a place of their own in a `Rule`; every other key is kept in `custom`. */
const ownKeys: ReadonlySet<string> = new Set([
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
  'logsource',
  'detection',
  'tests',
]);

/**
 * Reads one detection rule. Reads on after a problem so that all of them are reported; undefined
 * where a part is missing that a rule cannot be made without.
 */
export function parseRule(source: Source, map: MapTree): Rule | undefined {
  const title = readText(source, requireEntry(source, map, 'title'));
  const logsource = parseLogsource(source, requireEntry(source, map, 'logsource'));
  const detection = parseDetection(source, requireEntry(source, map, 'detection'));
  const tests = findEntry(map, 'tests');
  const custom = map.entries.filter(({ key }) => !ownKeys.has(key));
  const details = {
    id: readText(source, findEntry(map, 'id')),
    name: readText(source, findEntry(map, 'name')),
    level: readWord(source, findEntry(map, 'level'), levels) ?? 'medium',
    status: readWord(source, findEntry(map, 'status'), statuses),
    description: readText(source, findEntry(map, 'description')),
    tags: readTexts(source, findEntry(map, 'tags')),
    fields: readTexts(source, findEntry(map, 'fields')),
    references: readTexts(source, findEntry(map, 'references')),
    falsepositives: readTexts(source, findEntry(map, 'falsepositives')),
    tests: tests === undefined ? undefined : rawValue(tests.value),
    custom: Object.fromEntries(custom.map(({ key, value }) => [key, rawValue(value)])),
  };
  if (title === undefined || logsource === undefined || detection === undefined) return undefined;
  return { title, ...details, logsource, detection, file: source.file };
}
