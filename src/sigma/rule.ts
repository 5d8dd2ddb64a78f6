/** The gravest last. */
export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const;

export type Level = (typeof levels)[number];

export const statuses = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] as const;

export type Status = (typeof statuses)[number];

export interface Logsource {
  readonly product: string | undefined;
  readonly category: string | undefined;
  readonly service: string | undefined;
}

/** A value as a rule writes it. Strings are raw: their wildcards are read by the compiler. */
export type Value = string | number | boolean | null;

/** One `field|modifier: values` of a selection, or keywords, which are searched in every value. */
export type Item =
  | {
      readonly kind: 'field';
      readonly field: string;
      readonly modifiers: readonly string[];
      readonly values: readonly Value[];
    }
  | {
      readonly kind: 'keywords';
      readonly modifiers: readonly string[];
      readonly values: readonly Value[];
    };

/** What a name under `detection` stands for: a map is `all` of its items, a list is `any`. */
export type Selection =
  | Item
  | { readonly kind: 'all'; readonly of: readonly Selection[] }
  | { readonly kind: 'any'; readonly of: readonly Selection[] };

/**
 * `quantified` is `1 of X` (any) and `all of X`: `pattern` is X as written, `names` are the
 * selections that it matched, at least one.
 */
export type Condition =
  | { readonly kind: 'selection'; readonly name: string }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and'; readonly of: readonly Condition[] }
  | { readonly kind: 'or'; readonly of: readonly Condition[] }
  | {
      readonly kind: 'quantified';
      readonly quantity: 'any' | 'all';
      readonly pattern: string;
      readonly names: readonly string[];
    };

export interface Detection {
  readonly selections: Readonly<Record<string, Selection>>;
  readonly condition: Condition;
  /**
   * The filters that were ANDed to it, where there are any. The condition is then an `and` of the rule's
   * own and one for each of them.
   */
  readonly filters?: readonly AppliedFilter[];
}

/** A filter as it stands in the detection of a rule. */
export interface AppliedFilter {
  readonly title: string;
  /** By the names that its selections have there, the names that the filter gives them. */
  readonly names: Readonly<Record<string, string>>;
}

/** What detection rules and correlation rules say of themselves, whatever they look for. */
export interface Heading {
  readonly title: string;
  readonly id: string | undefined;
  /** What correlation rules and filters may call this rule instead of its id. */
  readonly name: string | undefined;
  readonly level: Level;
  /** Where the file does not say the level, which is `medium` then. */
  readonly isLevelAssumed?: boolean;
  readonly status: Status | undefined;
  readonly description: string | undefined;
  readonly tags: readonly string[];
  readonly fields: readonly string[];
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
  /** As handed to the parser: only used to tell people where the rule is. */
  readonly file: string;
  /** Where in the file its title stands, from 1. */
  readonly line: number;
  /** The raw value of the key `tests`, which is not Sigma's but ours. */
  readonly tests: unknown;
  /** Every other top-level key, raw: `author` and `date` as well as keys Sigma has never heard of. */
  readonly custom: Readonly<Record<string, unknown>>;
}

/** A detection rule without what it looks for: all there is to tell people and correlations of it. */
export interface RuleHead extends Heading {
  readonly logsource: Logsource;
}

/**
 * A detection rule (Sigma specification 2.1.0, "Rule"). It is plain data: it survives
 * `JSON.stringify` and `JSON.parse`, so a build can ship rules without a YAML parser. What the file
 * does not say is undefined, or an empty list.
 */
export interface Rule extends RuleHead {
  readonly detection: Detection;
}
