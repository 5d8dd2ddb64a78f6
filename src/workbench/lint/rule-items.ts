import type { Path } from '../../sigma/parse/open-places.ts';
import type { Detection, Item, Rule, Selection } from '../../sigma/rule.ts';
import type { RulePlaces } from './linted.ts';

export interface RuleItem {
  readonly item: Item;
  /** Where its values stand. */
  readonly path: Path;
  /** The map that it stands in, or itself where it stands in none. */
  readonly beside: Selection;
}

/** The items of a rule's selections. Those of filters that were ANDed to it stand in other files. */
export function ruleItems({ detection }: Rule): readonly RuleItem[] {
  return Object.entries(detection.selections)
    .filter(([name]) => isOwnSelection(name, detection))
    .flatMap(([name, selection]) => itemsIn(selection, selection, ['detection', name]));
}

/** Whether a selection stands in the rule's file, and is no filter's. */
export function isOwnSelection(name: string, { filters = [] }: Detection): boolean {
  return !filters.some(({ names }) => Object.hasOwn(names, name));
}

/** The parser makes an item of each entry of a map, a selection of each map of a list. */
function itemsIn(selection: Selection, beside: Selection, path: Path): readonly RuleItem[] {
  switch (selection.kind) {
    case 'field':
    case 'keywords':
      return [{ item: selection, path, beside }];
    case 'all':
      return selection.of.flatMap((each, at) => itemsIn(each, selection, [...path, at]));
    case 'any': {
      // Keywords that stand between maps are gathered into one item, which has no place of its own.
      const mixed = selection.of.some(({ kind }) => kind === 'keywords');
      return selection.of.flatMap((each, at) => itemsIn(each, each, mixed ? path : [...path, at]));
    }
  }
}

/** Where one of an item's values stands. A list that `expand` put in place of it has one place. */
export function valuePath({ item, path }: RuleItem, at: number, { tree }: RulePlaces): Path {
  const written = tree(path);
  const isList = written?.kind === 'list' && written.items.length === item.values.length;
  return isList ? [...path, at] : path;
}
