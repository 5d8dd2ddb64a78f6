import { byGravity } from '../model/level.ts';
import type { Collection } from '../sigma/collection/read-collection.ts';
import { callNames } from '../sigma/correlate/references.ts';
import type { CorrelationRule } from '../sigma/correlation-rule.ts';
import type { Heading } from '../sigma/rule.ts';
import { type AnsweredEvent, answeredEvents } from './coverage/answered-events.ts';
import { packOf } from './pack-of.ts';

/** A rule and what it is about. */
export type ListedRule =
  | {
      readonly kind: 'detection';
      readonly rule: Heading;
      /** The events of the catalogue that it answers; none where it looks at calls of any name. */
      readonly events: readonly AnsweredEvent[];
    }
  | {
      readonly kind: 'correlation';
      readonly rule: CorrelationRule;
      /** The rules that it refers to. */
      readonly refers: readonly Heading[];
    };

/** The rules of a folder, the gravest first. */
export interface Pack {
  /** The folder's path below `rules`, or as it was named. */
  readonly name: string;
  readonly rules: readonly ListedRule[];
}

/** Lists rules by the folders that they stand in. */
export function listRules(
  { rules, correlations }: Collection,
  isListed: (rule: Heading) => boolean,
): readonly Pack[] {
  const named = rules.filter(isListed);
  const answered = answeredEvents(named);
  const all = [...rules, ...correlations];
  const listed: readonly ListedRule[] = [
    ...named.map((rule): ListedRule => {
      return { kind: 'detection', rule, events: answered.get(rule) ?? [] };
    }),
    ...correlations.filter(isListed).map((rule): ListedRule => {
      const refers = rule.correlation.rules.flatMap(
        (name) => all.find((each) => callNames(each).includes(name)) ?? [],
      );
      return { kind: 'correlation', rule, refers };
    }),
  ];
  const packs = new Map<string, ListedRule[]>();
  for (const each of listed) {
    const name = packOf(each.rule);
    const known = packs.get(name);
    if (known === undefined) packs.set(name, [each]);
    else known.push(each);
  }
  return [...packs]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, of]) => ({ name, rules: of.toSorted(inOrder) }));
}

function inOrder({ rule: a }: ListedRule, { rule: b }: ListedRule): number {
  return byGravity(a.level, b.level) || (a.title < b.title ? -1 : 1);
}
