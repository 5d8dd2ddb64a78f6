import type { Event } from '../event.ts';
import type { Condition, Detection, Item, Selection, Value } from '../rule.ts';
import { openDetectionCompiler } from './compile-detection.ts';
import { eventValues } from './event-values.ts';
import { fieldReader } from './field.ts';
import { openFields } from './fields.ts';
import { openScope } from './scope.ts';

/** A part of a detection, and whether it is true of an event. */
export type Explained =
  /** Of conditions. A list of them is an `or`. */
  | { readonly kind: 'not'; readonly holds: boolean; readonly of: Explained }
  | { readonly kind: 'and' | 'or'; readonly holds: boolean; readonly of: readonly Explained[] }
  | {
      readonly kind: 'quantified';
      readonly holds: boolean;
      readonly quantity: 'any' | 'all';
      /** As written: `filter_main_*`, `them`. */
      readonly pattern: string;
      readonly of: readonly Explained[];
    }
  | {
      readonly kind: 'selection';
      readonly holds: boolean;
      readonly name: string;
      readonly of: Explained;
    }
  /** A filter that was ANDed to the rule. */
  | {
      readonly kind: 'filter';
      readonly holds: boolean;
      readonly title: string;
      readonly of: Explained;
    }
  /** Of selections: maps and lists. */
  | { readonly kind: 'all' | 'any'; readonly holds: boolean; readonly of: readonly Explained[] }
  | ExplainedItem;

export interface ExplainedItem {
  readonly kind: 'item';
  readonly holds: boolean;
  readonly item: Item;
  /**
   * What the event has under the field, what meets a value of the rule first; none where it has no such
   * field. Of keywords only what meets one.
   */
  readonly seen: readonly unknown[];
  /** Those of the item's values that the event meets, whatever the item makes of that. */
  readonly met: readonly Value[];
  /** Under `fieldref`: what the event has under the fields that the values name. */
  readonly referred: readonly { readonly field: string; readonly seen: readonly unknown[] }[];
}

export type Explain = (detection: Detection, event: Event) => Explained;

/**
 * Opens what says why a detection holds or not. Each part is compiled as a detection of its own, by the
 * compiler that rules are matched with: it says of no part what the engine would not. Throws where
 * the engine does.
 */
export function openExplain(): Explain {
  const asked = openAsking();
  /** For single values, apart from the event that they stand in. */
  const alone = openAsking();

  function explainCondition(condition: Condition, detection: Detection): Explained {
    const holds = asked.holds(condition, detection.selections);
    const explain = (each: Condition): Explained => explainCondition(each, detection);
    switch (condition.kind) {
      case 'selection':
        return { kind: 'selection', holds, name: condition.name, of: named(condition.name) };
      case 'not':
        return { kind: 'not', holds, of: explain(condition.of) };
      case 'and':
      case 'or':
        return { kind: condition.kind, holds, of: condition.of.map(explain) };
      case 'quantified': {
        const { quantity, pattern, names } = condition;
        const of = names.map((name) => explain({ kind: 'selection', name }));
        return { kind: 'quantified', holds, quantity, pattern, of };
      }
    }

    function named(name: string): Explained {
      const { selections } = detection;
      const selection = Object.hasOwn(selections, name) ? selections[name] : undefined;
      if (selection === undefined) throw new Error(`no selection '${name}'`);
      return explainSelection(selection);
    }
  }

  function explainSelection(selection: Selection): Explained {
    switch (selection.kind) {
      case 'all':
      case 'any':
        return {
          kind: selection.kind,
          holds: asked.holdsAlone(selection),
          of: selection.of.map(explainSelection),
        };
      case 'field':
      case 'keywords':
        return explainItem(selection);
    }
  }

  function explainItem(item: Item): ExplainedItem {
    const holds = asked.holdsAlone(item);
    const { event } = asked;
    if (item.modifiers.includes('exists')) {
      return { kind: 'item', holds, item, seen: seenBy(item, event), met: [], referred: [] };
    }
    const one = item.values.map((value) => ({ value, item: forOne(item, value) }));
    const isReference = item.modifiers.includes('fieldref');
    const values = item.kind === 'field' ? seenBy(item, event) : [...new Set(eventValues(event))];
    // What a reference leads to stands in the event, so no value can be told apart from it.
    const meeting = isReference
      ? []
      : values.filter((value) => {
          alone.look({ [item.kind === 'field' ? item.field : 'value']: value });
          return one.some((each) => alone.holdsAlone(each.item));
        });
    const others = item.kind === 'field' ? values.filter((value) => !meeting.includes(value)) : [];
    return {
      kind: 'item',
      holds,
      item,
      seen: [...meeting, ...others],
      met: one.filter((each) => asked.holdsAlone(each.item)).map(({ value }) => value),
      referred: isReference
        ? item.values.map(String).map((field) => ({ field, seen: fieldReader(field)(event) }))
        : [],
    };
  }

  return (detection, event) => {
    asked.look(event);
    const explained = explainCondition(detection.condition, detection);
    return withFilters(explained, detection.filters ?? []);
  };
}

/** An event, and what holds of it. */
function openAsking() {
  const scope = openScope();
  const compiler = openDetectionCompiler(scope, openFields(scope));

  function holds(condition: Condition, selections: Detection['selections']): boolean {
    return compiler.compile({ selections, condition })();
  }

  return {
    get event(): Event {
      return scope.event;
    },
    look(event: Event): void {
      scope.event = event;
      scope.turn += 1;
    },
    holds,
    holdsAlone: (selection: Selection): boolean =>
      holds({ kind: 'selection', name: 'alone' }, { alone: selection }),
  };
}

function seenBy(item: Item, event: Event): readonly unknown[] {
  return item.kind === 'field' ? fieldReader(item.field)(event) : [];
}

/** What an item asks by one of its values, not turned round. */
function forOne(item: Item, value: Value): Item {
  const modifiers = item.modifiers.filter((name) => name !== 'all' && name !== 'neq');
  return { ...item, modifiers, values: [value] };
}

/** Tells the rule's own condition from those of its filters, which come last. */
function withFilters(explained: Explained, filters: readonly string[]): Explained {
  if (filters.length === 0 || explained.kind !== 'and') return explained;
  const own = explained.of.length - filters.length;
  return {
    ...explained,
    of: explained.of.map((each, at) => {
      const title = filters[at - own];
      return title === undefined ? each : { kind: 'filter', holds: each.holds, title, of: each };
    }),
  };
}
