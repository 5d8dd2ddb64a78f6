import type { NamedRules } from '../../project.ts';
import { isForActionTrail, openingRules } from '../../rule-faults.ts';
import { ringsAlone } from '../../sigma/correlate/references.ts';
import { openPlaces, type Places } from '../../sigma/parse/open-places.ts';
import type { Problem, ProblemCode } from '../../sigma/problem.ts';
import type { Heading, RuleHead } from '../../sigma/rule.ts';
import { findPlainCalls, type PlainCall } from '../plain-calls.ts';
import { lintConventions } from './conventions.ts';
import { lintFields } from './fields.ts';
import { type Finding, findingOfProblem } from './finding.ts';
import { lintKeys } from './keys.ts';
import { type Lint, type Linted, namedLast } from './linted.ts';
import { lintMeaning } from './meaning.ts';
import { lintNames } from './names.ts';
import { lintPairs } from './pairs.ts';
import { lintPlaceholders } from './placeholders.ts';
import { lintRisk } from './risk.ts';
import { lintShapes } from './shapes.ts';
import { lintTags } from './tags.ts';
import { lintUse } from './use.ts';
import { lintWords } from './words.ts';

/** One a family of findings. */
const lints: readonly Lint[] = [
  lintUse,
  lintNames,
  lintFields,
  lintMeaning,
  lintPairs,
  lintRisk,
  lintShapes,
  lintKeys,
  lintWords,
  lintPlaceholders,
  lintConventions,
  lintTags,
];

export interface CheckedRules {
  /** In the order of the files, the lines and the columns. */
  readonly findings: readonly Finding[];
  /** How many were looked at. */
  readonly rules: number;
  readonly correlations: number;
  readonly filters: number;
  /** How many documents were left out for what is wrong in them, so that nothing else is said of them. */
  readonly refused: number;
  /** Because of these no record can be skipped unread. */
  readonly opening: readonly RuleHead[];
}

/**
 * Says what is wrong with rules, or hardly meant, as far as it can be known without records. `textOf`
 * answers with the text of a rule's file.
 */
export function checkRules(
  { all, isNamed }: NamedRules,
  textOf: (file: string) => string,
): CheckedRules {
  const rules = namedLast(all.rules.filter(isForActionTrail), isNamed);
  const correlations = namedLast(all.correlations, isNamed);
  const rings = (rule: Heading) => ringsAlone(rule, correlations);
  const places = new Map<string, Places>();
  function placesIn(file: string): Places {
    const known = places.get(file) ?? openPlaces(textOf(file), file);
    places.set(file, known);
    return known;
  }
  let calls: readonly PlainCall[] | undefined;
  const linted: Linted = {
    rules,
    foreign: all.rules.filter((rule) => !isForActionTrail(rule)),
    correlations,
    isNamed,
    ringsAlone: rings,
    placesOf: ({ file, line }) => ({
      tree: (path) => placesIn(file).tree(line, path),
      value: (path) => placesIn(file).value(line, path),
      key: (path) => placesIn(file).key(line, path),
    }),
    textOf: ({ file }) => textOf(file),
    plainCalls: () => (calls ??= findPlainCalls(rules.filter(rings))),
  };
  const found = lints.flatMap((lint) => [...lint(linted)]);
  const problems = all.problems.filter(isNamed);
  return {
    findings: [...problems.map(findingOfProblem), ...found].toSorted(byPlace),
    rules: all.rules.filter(isNamed).length,
    correlations: all.correlations.filter(isNamed).length,
    filters: all.filters.filter(isNamed).length,
    refused: countRefused(problems, textOf),
    opening: openingRules(all.rules).filter(isNamed),
  };
}

/** Problems that no document is left out for: nothing is there, or it is a list's. */
const ofNoRule: ReadonlySet<ProblemCode> = new Set([
  'empty-file',
  'list-name',
  'empty-list',
  'duplicate-list',
]);

/** The documents that problems stand in. */
function countRefused(problems: readonly Problem[], textOf: (file: string) => string): number {
  const refused = new Set<string>();
  for (const { code, file, line } of problems) {
    if (ofNoRule.has(code)) continue;
    const before = textOf(file).split('\n').slice(0, line);
    const nth = before.filter((each) => /^---(\s|$)/.test(each)).length;
    refused.add(`${nth} ${file}`);
  }
  return refused.size;
}

function byPlace(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
