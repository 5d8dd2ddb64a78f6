import {
  correlationTypes,
  type Correlation,
  type CorrelationRule,
  type CorrelationType,
  isTemporal,
} from '../correlation-rule.ts';
import type { Reference } from '../reference.ts';
import { parseAliases } from './parse-aliases.ts';
import { parseCorrelationCondition } from './parse-correlation-condition.ts';
import { parseHeading } from './parse-heading.ts';
import { parseTimespan } from './parse-timespan.ts';
import { checkKeys, findEntry, readBoolean, readMap, readNames, readWord } from './read-key.ts';
import { readReferences } from './read-references.ts';
import type { Source } from './source.ts';
import type { MapTree } from './yaml-tree.ts';

export interface ParsedCorrelation {
  readonly kind: 'correlation';
  readonly rule: CorrelationRule;
  /** Where the rules stand that it names: whether there are such rules, this file cannot say. */
  readonly references: readonly Reference[];
}

const keys = ['type', 'rules', 'group-by', 'aliases', 'timespan', 'condition', 'generate'];

/**
 * Reads one correlation rule (Sigma specification 2.1.0, "Correlation Rules"). Reads on after a
 * problem; undefined where a part is missing that a rule cannot be made without.
 */
export function parseCorrelation(source: Source, map: MapTree): ParsedCorrelation | undefined {
  const heading = parseHeading(source, map, ['correlation', 'generate']);
  const section = readMap(source, findEntry(map, 'correlation'));
  if (section === undefined) return undefined;
  const type = readWord(source, findEntry(section, 'type'), correlationTypes);
  checkKeys(source, section, 'correlation', keys, requiredKeys(type));
  const references = readReferences(source, findEntry(section, 'rules'));
  const rules = references.map(({ name }) => name);
  const timespan = parseTimespan(source, findEntry(section, 'timespan'));
  const condition = type && parseCorrelationCondition(source, section, type, rules);
  const details = {
    groupBy: readNames(source, findEntry(section, 'group-by')).map(({ value }) => value),
    aliases: parseAliases(source, findEntry(section, 'aliases'), rules),
    generate: readGenerate(source, map, section),
  };
  if (heading === undefined || type === undefined) return undefined;
  if (timespan === undefined || condition === undefined) return undefined;
  const correlation: Correlation = { type, rules, timespan, condition, ...details };
  return { kind: 'correlation', rule: { ...heading, correlation }, references };
}

function requiredKeys(type: CorrelationType | undefined): readonly string[] {
  const always = ['type', 'rules', 'timespan'];
  return type === undefined || isTemporal(type) ? always : [...always, 'condition'];
}

/** The specification's text describes it beside `timespan`, its schema beside `title`. */
function readGenerate(source: Source, document: MapTree, section: MapTree): boolean {
  const outer = findEntry(document, 'generate');
  const inner = findEntry(section, 'generate');
  if (outer !== undefined && inner !== undefined) {
    const message = "'generate' stands here and inside 'correlation': remove one";
    source.report('duplicate-key', outer.keyRange.start, message);
  }
  return readBoolean(source, inner ?? outer) ?? false;
}
