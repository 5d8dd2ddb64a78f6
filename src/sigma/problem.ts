/** Everything that can be wrong with a rule file. Callers and tests tell problems apart by code. */
export type ProblemCode =
  // The file as YAML.
  | 'empty-file'
  | 'yaml-syntax'
  | 'yaml-tag'
  | 'yaml-alias'
  | 'duplicate-key'
  | 'merge-key'
  | 'too-deep'
  | 'bad-number'
  // The document as a rule.
  | 'not-a-rule'
  | 'mixed-document'
  | 'missing-key'
  | 'unknown-key'
  | 'wrong-type'
  | 'bad-value'
  | 'empty-logsource'
  // Selections.
  | 'selection-name'
  | 'empty-selection'
  | 'bad-keyword'
  | 'unknown-modifier'
  | 'modifier-chain'
  | 'modifier-value'
  | 'bad-regex'
  | 'bad-cidr'
  // Conditions.
  | 'condition-syntax'
  | 'undefined-selection'
  | 'unmatched-pattern'
  | 'unsupported-aggregation'
  // Documents that build on each other by `action`.
  | 'nothing-to-repeat'
  | 'too-many-documents'
  // Correlation rules.
  | 'bad-timespan'
  | 'bad-bounds'
  // What a correlation rule or a filter says of other rules.
  | 'unknown-reference'
  | 'ambiguous-reference'
  | 'repeated-reference'
  | 'refused-reference'
  | 'cyclic-reference'
  | 'foreign-reference'
  // Lists for the modifier `expand`.
  | 'unknown-list'
  | 'list-name'
  | 'empty-list'
  | 'duplicate-list';

/** `line` and `column` count from 1; a column is a UTF-16 unit, as editors count. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Problem extends Place {
  readonly code: ProblemCode;
  /** Says what is wrong and, where it can be guessed, how to mend it. One line. */
  readonly message: string;
}

/** A problem in a piece of text that does not know where it stands: `index` counts from its start. */
export interface Fault {
  readonly code: ProblemCode;
  readonly message: string;
  readonly index: number;
}
