import type { Lists } from '../expand.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { documentKind } from './document-kind.ts';
import { orderProblems } from './order-problems.ts';
import { parseCorrelation, type ParsedCorrelation } from './parse-correlation.ts';
import { parseFilter, type ParsedFilter } from './parse-filter.ts';
import { parseRule } from './parse-rule.ts';
import { readDocuments } from './read-documents.ts';
import { findEntry } from './read-key.ts';
import { openSource, type Source } from './source.ts';
import type { MapTree, Tree } from './yaml-tree.ts';

/** What a rule may be called by. */
export interface Identity {
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/** What is without a problem of its own. A document with one is left out, its neighbours are not. */
export interface ParsedRules {
  readonly rules: readonly Rule[];
  readonly correlations: readonly ParsedCorrelation[];
  readonly filters: readonly ParsedFilter[];
  /** The rules that were left out, so that who refers to them is told so. */
  readonly refused: readonly Identity[];
  /** In the order of the file. */
  readonly problems: readonly Problem[];
}

/**
 * Reads one YAML file of detection rules, correlation rules and filters (Sigma specification 2.1.0).
 * `file` is only repeated, in rules and problems. `lists` are for the modifier `expand`. Never throws
 * for what the text says.
 */
export function parseRules(text: string, file: string, lists?: Lists): ParsedRules {
  const source = openSource(text, file, lists);
  const rules: Rule[] = [];
  const correlations: ParsedCorrelation[] = [];
  const filters: ParsedFilter[] = [];
  const refused: Identity[] = [];
  for (const { tree, sound } of readDocuments(source)) {
    const before = source.problems.length;
    const parsed = parseDocument(source, tree);
    if (parsed === undefined || !sound || source.problems.length > before) {
      refused.push(...identities(tree));
    } else if (parsed.kind === 'rule') rules.push(parsed.rule);
    else if (parsed.kind === 'correlation') correlations.push(parsed);
    else filters.push(parsed);
  }
  return { rules, correlations, filters, refused, problems: orderProblems(source.problems) };
}

type Parsed = { readonly kind: 'rule'; readonly rule: Rule } | ParsedCorrelation | ParsedFilter;

function parseDocument(source: Source, tree: Tree): Parsed | undefined {
  if (tree.kind !== 'map') {
    source.report('not-a-rule', tree.start, 'a rule is a map with title, logsource and detection');
    return undefined;
  }
  switch (documentKind(source, tree)) {
    case 'rule': {
      const rule = parseRule(source, tree);
      return rule && { kind: 'rule', rule };
    }
    case 'correlation':
      return parseCorrelation(source, tree);
    case 'filter':
      return parseFilter(source, tree);
    case undefined:
      return undefined;
  }
}

/** What a document that was left out would have been called by; none for a filter. */
function identities(tree: Tree): readonly Identity[] {
  if (tree.kind !== 'map' || findEntry(tree, 'filter') !== undefined) return [];
  return [{ id: textOf(tree, 'id'), name: textOf(tree, 'name') }];
}

function textOf(map: MapTree, key: string): string | undefined {
  const value = findEntry(map, key)?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}
