import type { Selection } from '../rule.ts';
import { parseItem, parseKeywords } from './parse-item.ts';
import type { Source } from './source.ts';
import type { MapTree, Tree } from './yaml-tree.ts';

/**
 * Reads what a name under `detection` stands for (Sigma specification 2.1.0, "Search-Identifier"):
 * a map is AND, a list is OR of its maps and keywords, and one plain value is a keyword.
 */
export function parseSelection(source: Source, tree: Tree): Selection {
  if (tree.kind === 'scalar') return parseKeywords(source, [tree]);
  if (tree.kind === 'map') return parseMap(source, tree);
  if (tree.items.length === 0) reportEmpty(source, tree);
  const keywords = tree.items.filter((item) => item.kind === 'scalar');
  const others: Selection[] = [];
  for (const item of tree.items) {
    if (item.kind === 'map') others.push(parseMap(source, item));
    if (item.kind === 'list') {
      source.report('wrong-type', item.start, 'a selection is a list of maps or of plain values');
    }
  }
  if (keywords.length === 0) return { kind: 'any', of: others };
  const item = parseKeywords(source, keywords);
  return others.length === 0 ? item : { kind: 'any', of: [item, ...others] };
}

function parseMap(source: Source, map: MapTree): Selection {
  if (map.entries.length === 0) reportEmpty(source, map);
  return { kind: 'all', of: map.entries.map((entry) => parseItem(source, entry)) };
}

/** An AND of nothing is true: such a rule would match every event. */
function reportEmpty(source: Source, tree: Tree): void {
  source.report('empty-selection', tree.start, 'a selection needs at least one item');
}
