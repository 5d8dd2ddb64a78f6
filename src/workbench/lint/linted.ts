import type { CorrelationRule } from '../../sigma/correlation-rule.ts';
import type { Path } from '../../sigma/parse/open-places.ts';
import type { Tree } from '../../sigma/parse/yaml-tree.ts';
import type { Place } from '../../sigma/problem.ts';
import type { Heading, Rule } from '../../sigma/rule.ts';
import type { PlainCall } from '../plain-calls.ts';
import type { Finding } from './finding.ts';

/** The rules that are looked at, and what several kinds of checks have to know of them. */
export interface Linted {
  /** Detection rules for ActionTrail's records. */
  readonly rules: readonly Rule[];
  /** Those for other logs, which are left alone. */
  readonly foreign: readonly Rule[];
  readonly correlations: readonly CorrelationRule[];
  /** Whether findings about a rule are wanted: to look at the others is only of use to compare. */
  readonly isNamed: (rule: Heading) => boolean;
  /** Whether a rule rings, and is not there for correlation rules alone. */
  readonly ringsAlone: (rule: Heading) => boolean;
  /** What rings for the plain calls of the catalogue's events. */
  readonly plainCalls: () => readonly PlainCall[];
  /** Costs nothing until something is asked of it, and then as much as reading the file did. */
  readonly placesOf: (rule: Heading) => RulePlaces;
  /** The file that a rule stands in. */
  readonly textOf: (rule: Heading) => string;
}

/** Where the parts of one rule stand: `Places`, its line being known. */
export interface RulePlaces {
  readonly tree: (path: Path) => Tree | undefined;
  readonly value: (path: Path) => Place;
  readonly key: (path: Path) => Place;
}

/** A family of checks. It is asked of all rules at once, since some compare them. */
export type Lint = (linted: Linted) => Iterable<Finding>;

/** Detection and correlation rules about which findings are wanted. */
export function namedHeadings({ rules, correlations, isNamed }: Linted): readonly Heading[] {
  return [...rules, ...correlations].filter(isNamed);
}

/** Of two rules that do not go together the last is told of, and that is to be one that was named. */
export function namedLast<Each extends Heading>(
  rules: readonly Each[],
  isNamed: (rule: Heading) => boolean,
): readonly Each[] {
  return [...rules.filter((rule) => !isNamed(rule)), ...rules.filter(isNamed)];
}
