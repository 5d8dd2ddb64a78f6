import type { Rule } from '../rule.ts';
import { parseDetection } from './parse-detection.ts';
import { parseHeading } from './parse-heading.ts';
import { parseLogsource } from './parse-logsource.ts';
import { requireEntry } from './read-key.ts';
import type { Source } from './source.ts';
import type { MapTree } from './yaml-tree.ts';

/**
 * Reads one detection rule. Reads on after a problem so that all of them are reported; undefined
 * where a part is missing that a rule cannot be made without.
 */
export function parseRule(source: Source, map: MapTree): Rule | undefined {
  const heading = parseHeading(source, map, ['logsource', 'detection']);
  const logsource = parseLogsource(source, requireEntry(source, map, 'logsource'));
  const detection = parseDetection(source, requireEntry(source, map, 'detection'));
  if (heading === undefined || logsource === undefined || detection === undefined) return undefined;
  return { ...heading, logsource, detection };
}
