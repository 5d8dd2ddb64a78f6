import type { Logsource } from '../rule.ts';
import { checkKeys, findEntry, readMap, readText } from './read-key.ts';
import type { Source } from './source.ts';
import type { Entry } from './yaml-tree.ts';

/** `definition` is prose about how to get the logs: allowed, and not kept. */
const keys = ['product', 'category', 'service', 'definition'];

/**
 * Reads `logsource` (Sigma specification 2.1.0, "Log Source"). A key that is not known is refused:
 * to pass over it would let the rule apply to more logs than it says.
 */
export function parseLogsource(source: Source, entry: Entry | undefined): Logsource | undefined {
  if (entry === undefined) return undefined;
  const map = readMap(source, entry);
  if (map === undefined) return undefined;
  checkKeys(source, map, 'logsource', keys);
  const logsource = {
    product: readText(source, findEntry(map, 'product')),
    category: readText(source, findEntry(map, 'category')),
    service: readText(source, findEntry(map, 'service')),
  };
  if (map.entries.length === 0) {
    source.report('empty-logsource', entry.keyRange.start, 'name a product, category or service');
  } else if (map.entries.every(({ key }) => key === 'definition')) {
    source.report('empty-logsource', map.start, 'name a product, category or service');
  }
  return logsource;
}
