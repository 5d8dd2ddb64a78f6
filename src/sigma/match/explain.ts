import type { Event } from '../event.ts';
import { detectionOf, selectionOf } from '../fold-condition.ts';
import type { AppliedFilter, Condition, Detection, Item, Selection, Value } from '../rule.ts';
import { openDetectionCompiler } from './compile-detection.ts';
import { type PlacedValue, placedValues } from './event-values.ts';
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
      /** As its file calls it, which of a filter's is the filter's. */
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
  /** Of keywords the field of each that was seen; none where the item names its field. */
  readonly seenAt: readonly string[];
  /** Those of the item's values that the event meets, whatever the item makes of that. */
  readonly met: readonly Value[];
  /** Under `fieldref`: what the event has under the fields that the values name. */
  readonly referred: readonly { readonly field: string; readonly seen: readonly unknown[] }[];
}

export type Explain = (detection: Detection, event: Event) => Explained;

/**
 * Opens what says why a detection holds or not. Items are asked of the compiler that rules are matched
 * with, and what is put together of them holds as it says itself. Compiled items are remembered. Throws
 * where the engine does.
 */
export function openExplain(): Explain {
  const whole = openAsking();
  /** For single values, apart from the event that they stand in. */
  const alone = openAsking();
  const single = new Map<Item, readonly SingleValue[]>();

  function explainCondition(condition: Condition, detection: Detection): Explained {
    const explain = (each: Condition): Explained => explainCondition(each, detection);
    switch (condition.kind) {
      case 'selection': {
        const { name } = condition;
        const of = explainSelection(selectionOf(detection, name));
        return { kind: 'selection', holds: of.holds, name: ownName(name, detection), of };
      }
      case 'not': {
        const of = explain(condition.of);
        return { kind: 'not', holds: !of.holds, of };
      }
      case 'and':
      case 'or': {
        const of = condition.of.map(explain);
        const holds = holdsOf(condition.kind === 'and' ? 'all' : 'any', of);
        return { kind: condition.kind, holds, of };
      }
      case 'quantified': {
        const { quantity, pattern, names } = condition;
        const of = names.map((name) => explain({ kind: 'selection', name }));
        return { kind: 'quantified', holds: holdsOf(quantity, of), quantity, pattern, of };
      }
    }
  }

  function explainSelection(selection: Selection): Explained {
    if (selection.kind === 'field' || selection.kind === 'keywords') return explainItem(selection);
    const of = selection.of.map(explainSelection);
    return { kind: selection.kind, holds: holdsOf(selection.kind, of), of };
  }

  function explainItem(item: Item): ExplainedItem {
    const holds = whole.holds(item);
    const { event } = whole;
    if (item.modifiers.includes('exists')) {
      const seen = seenBy(item, event);
      return { kind: 'item', holds, item, seen, seenAt: [], met: [], referred: [] };
    }
    const one =
      single.get(item) ?? item.values.map((value) => ({ value, item: forOne(item, value) }));
    single.set(item, one);
    const isReference = item.modifiers.includes('fieldref');
    const isMeeting = (value: unknown) => {
      alone.look({ [item.kind === 'field' ? item.field : 'value']: value });
      return one.some((each) => alone.holds(each.item));
    };
    const values = item.kind === 'field' ? seenBy(item, event) : [];
    // What a reference leads to stands in the event, so no value can be told apart from it.
    const meeting = isReference ? [] : values.filter(isMeeting);
    const others = values.filter((value) => !meeting.includes(value));
    const found =
      item.kind === 'keywords'
        ? withoutTwins(placedValues(event)).filter(({ value }) => isMeeting(value))
        : [];
    return {
      kind: 'item',
      holds,
      item,
      seen: [...meeting, ...others, ...found.map(({ value }) => value)],
      seenAt: found.map(({ field }) => field),
      met: one.filter((each) => whole.holds(each.item)).map(({ value }) => value),
      referred: isReference
        ? item.values.map(String).map((field) => ({ field, seen: fieldReader(field)(event) }))
        : [],
    };
  }

  return (detection, event) => {
    whole.look(event);
    const explained = explainCondition(detection.condition, detection);
    return withFilters(explained, detection.filters ?? []);
  };
}

/** What an item asks by one of its values. */
interface SingleValue {
  readonly value: Value;
  readonly item: Item;
}

/** An event, and which items hold of it. */
function openAsking() {
  const scope = openScope();
  const compiler = openDetectionCompiler(scope, openFields(scope));
  const checks = new Map<Item, () => boolean>();

  return {
    get event(): Event {
      return scope.event;
    },
    look(event: Event): void {
      scope.event = event;
      scope.turn += 1;
    },
    holds(item: Item): boolean {
      const check = checks.get(item) ?? compiler.compile(detectionOf(item));
      checks.set(item, check);
      return check();
    },
  };
}

function holdsOf(quantity: 'all' | 'any', parts: readonly Explained[]): boolean {
  const holds = (part: Explained) => part.holds;
  return quantity === 'all' ? parts.every(holds) : parts.some(holds);
}

/** Each value once, for each field that has it. */
function withoutTwins(placed: readonly PlacedValue[]): readonly PlacedValue[] {
  const known = new Map<string, Set<unknown>>();
  return placed.filter(({ field, value }) => {
    const values = known.get(field) ?? new Set();
    if (values.has(value)) return false;
    known.set(field, values.add(value));
    return true;
  });
}

function seenBy(item: Item, event: Event): readonly unknown[] {
  return item.kind === 'field' ? fieldReader(item.field)(event) : [];
}

/** What an item asks by one of its values, not turned round. */
function forOne(item: Item, value: Value): Item {
  const modifiers = item.modifiers.filter((name) => name !== 'all' && name !== 'neq');
  return { ...item, modifiers, values: [value] };
}

/** A selection as the file calls it that it stands in. */
function ownName(name: string, { filters = [] }: Detection): string {
  const filter = filters.find(({ names }) => Object.hasOwn(names, name));
  return filter?.names[name] ?? name;
}

/** Tells the rule's own condition from those of its filters, which come last. */
function withFilters(explained: Explained, filters: readonly AppliedFilter[]): Explained {
  if (filters.length === 0 || explained.kind !== 'and') return explained;
  const own = explained.of.length - filters.length;
  return {
    ...explained,
    of: explained.of.map((each, at) => {
      const filter = filters[at - own];
      if (filter === undefined) return each;
      return { kind: 'filter', holds: each.holds, title: filter.title, of: each };
    }),
  };
}
