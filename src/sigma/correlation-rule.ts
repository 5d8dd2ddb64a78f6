import type { Condition, Heading } from './rule.ts';

export const correlationTypes = [
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
  'temporal',
  'temporal_ordered',
] as const;

export type CorrelationType = (typeof correlationTypes)[number];

/** Whether a type looks at which rules were seen, and so has a condition without being given one. */
export function isTemporal(type: CorrelationType): boolean {
  return type === 'temporal' || type === 'temporal_ordered';
}

export const comparators = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;

export type Comparator = (typeof comparators)[number];

/**
 * The most events of one group that are held at a time. A count that is asked for beyond it could
 * never be reached, so it is refused where the rule is read.
 */
export const MOST_EVENTS_PER_GROUP = 10_000;

/** One bound, or two that form a range. Every one of them has to hold. */
export type Bounds = Readonly<Partial<Record<Comparator, number>>>;

/**
 * What is asked of a window. `bounds` hold a number to them: events, distinct values, a sum, an
 * average, a percentile, or for the temporal types how many of the rules were seen. `expression` is
 * for the temporal types: the names in it are those of `Correlation.rules`, as written there.
 */
export type CorrelationCondition =
  | {
      readonly kind: 'bounds';
      readonly bounds: Bounds;
      /** What the value types look at; more than one make a tuple, for `value_count` only. */
      readonly fields: readonly string[];
      /** From 0 to 100, for `value_percentile`; 50 for `value_median`. */
      readonly percentile: number;
    }
  | { readonly kind: 'expression'; readonly expression: Condition };

export interface Correlation {
  readonly type: CorrelationType;
  /** Ids or names of detection rules and of other correlation rules, in the order written. */
  readonly rules: readonly string[];
  /** Fields or aliases whose values tell groups apart; empty for one group of all. */
  readonly groupBy: readonly string[];
  /** For each alias, the field that stands for it in the events of each rule (as in `rules`). */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Seconds. */
  readonly timespan: number;
  readonly condition: CorrelationCondition;
  /** Whether the rules it refers to ring on their own as well. */
  readonly generate: boolean;
}

/** A correlation rule (Sigma specification 2.1.0, "Correlation Rules"). Plain data, as a `Rule` is. */
export interface CorrelationRule extends Heading {
  readonly correlation: Correlation;
}
