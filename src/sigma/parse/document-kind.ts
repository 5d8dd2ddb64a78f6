import type { Source } from './source.ts';
import type { MapTree } from './yaml-tree.ts';

export type DocumentKind = 'rule' | 'correlation' | 'filter';

const kindByKey: ReadonlyMap<string, DocumentKind> = new Map([
  ['detection', 'rule'],
  ['correlation', 'correlation'],
  ['filter', 'filter'],
]);

/**
 * What one YAML document is. This is the only place that tells documents apart. One that is two
 * things at once is refused, because to read it as either would lose the other.
 */
export function documentKind(source: Source, map: MapTree): DocumentKind | undefined {
  const first = map.entries.find(({ key }) => kindByKey.has(key));
  if (first === undefined) return 'rule';
  const second = map.entries.find(({ key }) => kindByKey.has(key) && key !== first.key);
  if (second === undefined) return kindByKey.get(first.key);
  const message = `'${second.key}' goes into a document of its own: this one has '${first.key}'`;
  source.report('mixed-document', second.keyRange.start, message);
  return undefined;
}
