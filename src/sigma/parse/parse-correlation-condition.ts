import {
  comparators,
  MOST_EVENTS_PER_GROUP,
  type CorrelationCondition,
  type CorrelationType,
  isTemporal,
} from '../correlation-rule.ts';
import { parseBounds, type Domain } from './parse-bounds.ts';
import { parseCondition } from './parse-condition.ts';
import { checkKeys, findEntry, readNames, readNumber } from './read-key.ts';
import type { Source } from './source.ts';
import type { MapTree, ScalarTree } from './yaml-tree.ts';

/** What `value_percentile` looks at where the rule does not say. */
const DEFAULT_PERCENTILE = 95;

const MEDIAN = 50;

/**
 * Reads the condition of a correlation (Sigma specification 2.1.0, "Condition"). The temporal types
 * may leave it out, and then want every rule. What the specification does not have, pySigma does: a
 * text over the names in `rules` for the temporal types, and the key `percentile`.
 */
export function parseCorrelationCondition(
  source: Source,
  correlation: MapTree,
  type: CorrelationType,
  rules: readonly string[],
): CorrelationCondition | undefined {
  const tree = findEntry(correlation, 'condition')?.value;
  if (tree === undefined) {
    if (!isTemporal(type)) return undefined;
    return { kind: 'bounds', bounds: { gte: rules.length }, fields: [], percentile: MEDIAN };
  }
  if (tree.kind === 'map') return parseBoundsCondition(source, tree, type, rules.length);
  if (isTemporal(type) && tree.kind === 'scalar' && typeof tree.value === 'string') {
    return parseExpression(source, tree, tree.value, rules);
  }
  const mend = isTemporal(type) ? "like {gte: 2}, or a text like 'a and not b'" : 'like {gte: 5}';
  source.report('wrong-type', tree.start, `'condition' of ${type} must be a map ${mend}`);
  return undefined;
}

function parseExpression(
  source: Source,
  tree: ScalarTree,
  text: string,
  rules: readonly string[],
): CorrelationCondition | undefined {
  const { condition, faults } = parseCondition(text, rules, 'rule');
  source.reportWithin(tree, text, faults);
  return condition && { kind: 'expression', expression: condition };
}

function parseBoundsCondition(
  source: Source,
  map: MapTree,
  type: CorrelationType,
  rules: number,
): CorrelationCondition | undefined {
  const required = type.startsWith('value_') ? ['field'] : [];
  const optional = type === 'value_percentile' ? ['percentile'] : [];
  const known = [...comparators, ...required, ...optional];
  checkKeys(source, map, `${type} condition`, known, required);
  const bounds = parseBounds(source, map, domainOf(type, rules));
  const fields = required.length > 0 ? readFields(source, map, type) : [];
  const percentile = type === 'value_percentile' ? readPercentile(source, map) : MEDIAN;
  return bounds && { kind: 'bounds', bounds, fields, percentile };
}

function domainOf(type: CorrelationType, rules: number): Domain {
  if (isTemporal(type)) return { kind: 'count', most: rules };
  const counts = type === 'event_count' || type === 'value_count';
  return counts ? { kind: 'count', most: MOST_EVENTS_PER_GROUP } : { kind: 'measure' };
}

function readFields(source: Source, map: MapTree, type: CorrelationType): readonly string[] {
  const entry = findEntry(map, 'field');
  const fields = readNames(source, entry);
  const second = fields[1];
  if (entry?.value.kind === 'list' && entry.value.items.length === 0) {
    source.report('wrong-type', entry.value.start, "'field' is empty");
  } else if (type !== 'value_count' && second !== undefined) {
    source.report('wrong-type', second.start, `${type} looks at one field only`);
  }
  return fields.map(({ value }) => value);
}

function readPercentile(source: Source, map: MapTree): number {
  const entry = findEntry(map, 'percentile');
  const percentile = readNumber(source, entry) ?? DEFAULT_PERCENTILE;
  if (entry !== undefined && (percentile < 0 || percentile > 100)) {
    source.report('bad-value', entry.value.start, "'percentile' must be from 0 to 100");
  }
  return percentile;
}
