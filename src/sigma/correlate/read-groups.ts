import type { Event } from '../event.ts';
import { valueText } from '../items/value-text.ts';
import type { FieldReader } from '../match/field.ts';
import { choices } from './choices.ts';

/** One event must not fill the memory with groups of its own. */
const MOST_GROUPS_PER_EVENT = 16;

/**
 * The groups that an event belongs to, each by its values as text, in the order of `group-by`. An
 * array stands for each of its members. Without one of the values the event belongs to no group.
 */
export function readGroups(
  event: Event,
  readers: readonly FieldReader[],
): { readonly groups: readonly (readonly string[])[]; readonly cut: boolean } {
  const { chosen, cut } = choices(
    readers.map((read) => textsOf(read(event))),
    MOST_GROUPS_PER_EVENT,
  );
  return { groups: chosen, cut };
}

/** The different texts among values, as they are written: 5 and '5' are one. */
export function textsOf(values: readonly unknown[]): readonly string[] {
  return [...new Set(values.map(valueText))].filter((text) => text !== undefined);
}
