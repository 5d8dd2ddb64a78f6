import type { Comparator } from './comparator.ts';
import type { Network } from './network.ts';
import type { Pattern } from './pattern.ts';
import type { TimePart } from './time-part.ts';

/** Where in a text another one is looked for. */
export type Shape = 'whole' | 'start' | 'end' | 'anywhere';

/** One way in which a value of an event can be right: an item, its modifiers understood. */
export type ValueTest =
  /** The whole text of the value fits the pattern. Unless `cased`, both are folded first. */
  | { readonly kind: 'text'; readonly pattern: Pattern; readonly cased: boolean }
  | { readonly kind: 'number'; readonly comparator: Comparator; readonly value: number }
  /** No value: null, an empty list, or no such field. */
  | { readonly kind: 'null' }
  /** RE2 syntax, found anywhere in the text; `flags` of i, m and s. */
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  | { readonly kind: 'network'; readonly network: Network }
  /** A part of the time that the value is, in UTC. */
  | {
      readonly kind: 'time';
      readonly part: TimePart;
      readonly comparator: Comparator;
      readonly value: number;
    }
  /** The text of another field of the same event, without wildcards. */
  | {
      readonly kind: 'field';
      readonly field: string;
      readonly shape: Shape;
      readonly cased: boolean;
    };

/** What an item asks, its modifiers understood. */
export type ItemTest =
  | { readonly kind: 'presence'; readonly wanted: boolean }
  | {
      readonly kind: 'values';
      /** For each value of the rule the ways to meet it, any of which is enough. */
      readonly values: readonly (readonly ValueTest[])[];
      /** Whether one of the rule's values is enough, or all have to be met. */
      readonly quantity: 'any' | 'all';
      /** Whether the item as a whole is turned round. */
      readonly negated: boolean;
    };
