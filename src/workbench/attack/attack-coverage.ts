import type { Heading } from '../../sigma/rule.ts';
import { tacticOf, type Tactic, tactics, techniqueId, techniqueOf } from './attack.ts';

/** A technique that rules are tagged with, below one tactic. */
export interface TaggedTechnique {
  /** T1485.001 */
  readonly id: string;
  /** Undefined where it is not one of those that are known here. */
  readonly name: string | undefined;
  readonly rules: readonly Heading[];
}

/** A tactic, and what rules look for of it. */
export interface TaggedTactic {
  readonly tactic: Tactic;
  /** All rules of the tactic, also those that name no technique. */
  readonly rules: readonly Heading[];
  /** In the order of their ids. */
  readonly techniques: readonly TaggedTechnique[];
}

/**
 * The matrix of ATT&CK as rules fill it, in its order. A rule's technique stands below those tactics of
 * the rule that the technique is of; where it is of none of them, below its own.
 */
export function coverAttack(rules: readonly Heading[]): readonly TaggedTactic[] {
  const placed = rules.map((rule) => ({ rule, places: placesOf(rule) }));
  return tactics.map((tactic) => {
    const here = placed.filter(({ places }) => places.has(tactic.tag));
    const ids = new Set(here.flatMap(({ places }) => [...(places.get(tactic.tag) ?? [])]));
    return {
      tactic,
      rules: here.map(({ rule }) => rule),
      techniques: [...ids].toSorted().map((id) => ({
        id,
        name: techniqueOf(`attack.${id}`)?.name,
        rules: here.flatMap(({ rule, places }) =>
          places.get(tactic.tag)?.has(id) === true ? [rule] : [],
        ),
      })),
    };
  });
}

/** By tactic the ids of a rule's techniques; a tactic that the rule is tagged with may have none. */
function placesOf({ tags }: Heading): ReadonlyMap<string, ReadonlySet<string>> {
  const own = tags.flatMap((tag) => tacticOf(tag)?.tag ?? []);
  const places = new Map(own.map((tactic) => [tactic, new Set<string>()]));
  for (const tag of tags) {
    const id = techniqueId(tag);
    if (id === undefined) continue;
    const of = techniqueOf(tag)?.tactics ?? [];
    const shared = of.length === 0 ? own : of.filter((tactic) => own.includes(tactic));
    for (const tactic of shared.length > 0 ? shared : of) {
      const known = places.get(tactic);
      if (known === undefined) places.set(tactic, new Set([id]));
      else known.add(id);
    }
  }
  return places;
}
