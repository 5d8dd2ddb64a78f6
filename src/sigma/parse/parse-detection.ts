import type { Condition, Detection, Selection } from '../rule.ts';
import { isSelectionName } from './condition-tokens.ts';
import { parseCondition } from './parse-condition.ts';
import { parseSelection } from './parse-selection.ts';
import { readMap, requireEntry } from './read-key.ts';
import type { Source } from './source.ts';
import type { Entry } from './yaml-tree.ts';

/**
 * Reads `detection` (Sigma specification 2.1.0, "Detection"), or what is like it. `others` are keys
 * that are no selections because the caller reads them.
 */
export function parseDetection(
  source: Source,
  entry: Entry | undefined,
  others: readonly string[] = [],
): Detection | undefined {
  const map = readMap(source, entry);
  if (map === undefined) return undefined;
  const selections: [string, Selection][] = [];
  for (const { key, keyRange, value } of map.entries) {
    if (key === 'condition' || others.includes(key)) continue;
    if (key === 'timeframe') {
      const mend = "a span of time belongs to a correlation rule's 'timespan'";
      source.report(
        'unsupported-aggregation',
        keyRange.start,
        `'timeframe' is not supported: ${mend}`,
      );
      continue;
    }
    if (!isSelectionName(key)) {
      source.report('selection-name', keyRange.start, `no condition could name '${key}'`);
    }
    selections.push([key, parseSelection(source, value)]);
  }
  const names = selections.map(([name]) => name);
  const condition = readCondition(source, requireEntry(source, map, 'condition'), names);
  if (condition === undefined) return undefined;
  return { selections: Object.fromEntries(selections), condition };
}

/** One condition, or a list of them, any of which is enough. */
function readCondition(
  source: Source,
  entry: Entry | undefined,
  names: readonly string[],
): Condition | undefined {
  if (entry === undefined) return undefined;
  const trees = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  const conditions: Condition[] = [];
  for (const tree of trees) {
    if (tree.kind !== 'scalar' || typeof tree.value !== 'string') {
      source.report('wrong-type', tree.start, "'condition' must be a text");
      continue;
    }
    const { condition, faults } = parseCondition(tree.value, names);
    source.reportWithin(tree, tree.value, faults);
    if (condition !== undefined) conditions.push(condition);
  }
  if (trees.length === 0) source.report('wrong-type', entry.value.start, "'condition' is empty");
  const [only, ...more] = conditions;
  return only === undefined || more.length === 0 ? only : { kind: 'or', of: conditions };
}
