import type { Problem } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { documentKind } from './document-kind.ts';
import { parseRule } from './parse-rule.ts';
import { openSource, type Source } from './source.ts';
import { readYaml } from './yaml-documents.ts';
import type { Tree } from './yaml-tree.ts';

export interface ParsedRules {
  /** The rules without a problem. A document with one is left out, and its neighbours are not. */
  readonly rules: readonly Rule[];
  /** In the order of the file. */
  readonly problems: readonly Problem[];
}

/**
 * Reads the detection rules of one YAML file (Sigma specification 2.1.0, "Sigma Rules"). `file` is
 * only repeated, in rules and problems. Never throws for what the text says.
 */
export function parseRules(text: string, file: string): ParsedRules {
  const source = openSource(text, file);
  const rules: Rule[] = [];
  const documents = readYaml(source);
  // Stepping by hand, because reading a document already reports what is wrong with its YAML.
  for (;;) {
    const before = source.problems.length;
    const next = documents.next();
    if (next.done === true) break;
    const rule = next.value === undefined ? undefined : parseDocument(source, next.value);
    if (rule !== undefined && source.problems.length === before) rules.push(rule);
  }
  return { rules, problems: source.problems.toSorted(byPosition) };
}

function parseDocument(source: Source, tree: Tree): Rule | undefined {
  if (tree.kind !== 'map') {
    source.report('not-a-rule', tree.start, 'a rule is a map with title, logsource and detection');
    return undefined;
  }
  const document = documentKind(tree);
  switch (document.kind) {
    case 'rule':
      return parseRule(source, tree);
    case 'unsupported':
      source.report('unsupported-document', document.mark.keyRange.start, document.reason);
      return undefined;
  }
}

function byPosition(a: Problem, b: Problem): number {
  return a.line - b.line || a.column - b.column;
}
