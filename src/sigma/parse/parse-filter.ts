import type { Filter } from '../filter.ts';
import type { Reference } from '../reference.ts';
import { parseDetection } from './parse-detection.ts';
import { parseLogsource } from './parse-logsource.ts';
import { findEntry, readText, requireEntry } from './read-key.ts';
import { readReferences } from './read-references.ts';
import type { Source } from './source.ts';
import type { Entry, MapTree } from './yaml-tree.ts';

export interface ParsedFilter {
  readonly kind: 'filter';
  readonly filter: Filter;
  /** Where the rules stand that it names; none where it goes to any. */
  readonly references: readonly Reference[];
}

/**
 * Reads one filter (Sigma specification 2.1.0, "Sigma Filters"). What else it says of itself is prose
 * that no alert repeats, and is not kept.
 */
export function parseFilter(source: Source, map: MapTree): ParsedFilter | undefined {
  const title = readText(source, requireEntry(source, map, 'title'));
  const id = readText(source, findEntry(map, 'id'));
  const name = readText(source, findEntry(map, 'name'));
  const logsource = parseLogsource(source, requireEntry(source, map, 'logsource'));
  const body = findEntry(map, 'filter');
  const detection = parseDetection(source, body, ['rules']);
  const section = body?.value.kind === 'map' ? body.value : undefined;
  const named = section && requireEntry(source, section, 'rules');
  const references = isAny(named) ? [] : readReferences(source, named);
  if (title === undefined || logsource === undefined || detection === undefined) return undefined;
  const rules = isAny(named) ? 'any' : references.map((reference) => reference.name);
  const filter: Filter = { title, id, name, logsource, rules, detection, file: source.file };
  return { kind: 'filter', filter, references };
}

function isAny(entry: Entry | undefined): boolean {
  return entry?.value.kind === 'scalar' && entry.value.value === 'any';
}
