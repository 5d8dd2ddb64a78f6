import type { Filter } from '../filter.ts';
import { logsourceApplies } from '../logsource.ts';
import type { ParsedFilter } from '../parse/parse-filter.ts';
import type { Problem } from '../problem.ts';
import type { Reference } from '../reference.ts';
import type { Rule } from '../rule.ts';
import { andDetections } from './and-detections.ts';
import type { FindRule, Found } from './find-rules.ts';

export interface FilteredRules {
  readonly rules: readonly Rule[];
  readonly problems: readonly Problem[];
}

/**
 * ANDs filters to their rules. A filter with a problem is left out as a whole, and its rules ring
 * unfiltered: an alert too many is noticed, one too few is not.
 */
export function applyFilters(
  rules: readonly Rule[],
  parsed: readonly ParsedFilter[],
  find: FindRule,
): FilteredRules {
  const problems: Problem[] = [];
  const filtersOf = new Map<Rule, Filter[]>(rules.map((rule) => [rule, []]));
  for (const each of parsed) {
    for (const rule of rulesFor(each, rules, find, problems)) {
      filtersOf.get(rule)?.push(each.filter);
    }
  }
  const filtered = rules.map((rule) => {
    const filters = filtersOf.get(rule) ?? [];
    if (filters.length === 0) return rule;
    return { ...rule, detection: andDetections(rule.detection, filters) };
  });
  return { rules: filtered, problems };
}

function rulesFor(
  { filter, references }: ParsedFilter,
  all: readonly Rule[],
  find: FindRule,
  problems: Problem[],
): ReadonlySet<Rule> {
  if (filter.rules === 'any') {
    return new Set(all.filter((rule) => logsourceApplies(filter.logsource, rule.logsource)));
  }
  const before = problems.length;
  const rules = new Set<Rule>();
  for (const reference of references) {
    const found = accept(filter, reference, find(reference));
    if (found.kind === 'problem') problems.push(found.problem);
    if (found.kind === 'rule') rules.add(found.rule);
  }
  return problems.length > before ? new Set() : rules;
}

function accept(filter: Filter, { name, place }: Reference, found: Found): Found {
  const foreign = (message: string): Found => ({
    kind: 'problem',
    problem: { code: 'foreign-reference', message, ...place },
  });
  if (found.kind === 'correlation') {
    return foreign(`'${name}' is a correlation rule: filter the detection rules it refers to`);
  }
  if (found.kind === 'rule' && !logsourceApplies(filter.logsource, found.rule.logsource)) {
    return foreign(`'${name}' is for other logs than this filter's logsource says`);
  }
  return found;
}
