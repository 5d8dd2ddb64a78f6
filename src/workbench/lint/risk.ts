import { describeEvent } from '../../actiontrail/catalogue.ts';
import { byGravity, type Level, levels } from '../../model/level.ts';
import type { Rule } from '../../sigma/rule.ts';
import { type Finding, finding } from './finding.ts';
import type { Linted } from './linted.ts';
import { listOf } from './list-of.ts';

/** Rules that take a call less seriously than the catalogue does, where no other rule makes up for it. */
export function* lintRisk(linted: Linted): Iterable<Finding> {
  const below = new Map<Rule, { readonly name: string; readonly risk: Level }[]>();
  for (const { service, name, rules } of linted.plainCalls()) {
    const risk = describeEvent(service, name)?.risk;
    const [gravest] = rules.toSorted((a, b) => byGravity(a.level, b.level));
    if (gravest === undefined || risk === undefined || byGravity(gravest.level, risk) <= 0)
      continue;
    below.set(gravest, [...(below.get(gravest) ?? []), { name, risk }]);
  }
  for (const [rule, events] of below) {
    if (!linted.isNamed(rule)) continue;
    const risk = levels.findLast((level) => events.some((event) => event.risk === level));
    const names = events.filter((event) => event.risk === risk).map(({ name }) => name);
    const message = `${rule.level} is below what the catalogue says of ${listOf(names)}: ${risk}`;
    const key = rule.isLevelAssumed === true ? 'title' : 'level';
    yield finding('level-below-risk', message, linted.placesOf(rule).value([key]));
  }
}
