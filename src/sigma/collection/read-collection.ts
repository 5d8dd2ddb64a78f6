import type { CorrelationRule } from '../correlation-rule.ts';
import type { Lists } from '../expand.ts';
import type { Filter } from '../filter.ts';
import { orderProblems } from '../parse/order-problems.ts';
import { parseRules } from '../parse/parse-rules.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { applyFilters } from './apply-filters.ts';
import { findRules } from './find-rules.ts';
import { linkCorrelations } from './link-correlations.ts';

/** A file as it was read; `file` is what problems and rules call it. */
export interface TextFile {
  readonly text: string;
  readonly file: string;
}

/** Rules that are ready for use. Plain data, as each of them is. */
export interface Collection {
  /** In the order of the files, with the filters applied. */
  readonly rules: readonly Rule[];
  /** Every reference in them leads to one rule of this collection. */
  readonly correlations: readonly CorrelationRule[];
}

export interface ReadCollection extends Collection {
  /** Those that could be read. They are applied already. */
  readonly filters: readonly Filter[];
  /** What is wrong in the files and between them, in their order. */
  readonly problems: readonly Problem[];
}

/**
 * Reads files that belong together: what one of them names may stand in another, before or after it.
 * No rule is lost because of what is wrong with a correlation or a filter.
 */
export function readCollection(files: readonly TextFile[], lists: Lists): ReadCollection {
  const parsed = files.map(({ text, file }) => parseRules(text, file, lists));
  const find = findRules(parsed);
  const filters = parsed.flatMap((each) => each.filters);
  const filtered = applyFilters(
    parsed.flatMap(({ rules }) => rules),
    filters,
    find,
  );
  const linked = linkCorrelations(
    parsed.flatMap(({ correlations }) => correlations),
    find,
  );
  const between = [...filtered.problems, ...linked.problems];
  const problems = files.map(({ file }, index) => [
    ...(parsed[index]?.problems ?? []),
    ...between.filter((problem) => problem.file === file),
  ]);
  return {
    rules: filtered.rules,
    filters: filters.map(({ filter }) => filter),
    correlations: linked.correlations,
    problems: problems.flatMap(orderProblems),
  };
}
