import type { ProblemCode } from '../../sigma/problem.ts';

/** An error is a rule that does not do what it is for; a warning is what its author may have meant. */
export type Severity = 'error' | 'warning';

/** What `rules check` finds in rules that Sigma has nothing against, and how grave it is. */
export const findingCodes = {
  // Whether it can be used here.
  'foreign-logsource': 'error',
  'duplicate-id': 'error',
  // What it names.
  'service-alias': 'error',
  'unknown-service': 'warning',
  'unknown-event': 'warning',
  'event-of-another-service': 'warning',
  'unknown-field': 'warning',
  // What it means.
  unreachable: 'error',
  'matches-everything': 'error',
  'only-excludes': 'warning',
  'any-value': 'warning',
  'unused-selection': 'warning',
  // What it means beside the other rules.
  'same-detection': 'warning',
  overlapping: 'warning',
  'level-below-risk': 'warning',
  // What it says to people.
  'wrong-shape': 'error',
  'misspelt-key': 'warning',
  'missing-tests': 'warning',
  'only-matches': 'warning',
  'only-misses': 'warning',
  'missing-runbook': 'warning',
  'missing-zh': 'warning',
  placeholder: 'warning',
  // SigmaHQ's conventions.
  'missing-id': 'warning',
  'id-format': 'warning',
  'title-case': 'warning',
  'description-start': 'warning',
  'missing-level': 'warning',
  'missing-falsepositives': 'warning',
  'file-name': 'warning',
  'selection-name-style': 'warning',
  indentation: 'warning',
  // Tags of ATT&CK.
  'unknown-tag': 'warning',
  'replaced-tag': 'warning',
  'missing-tactic': 'warning',
} as const satisfies Readonly<Record<string, Severity>>;

/** Codes of findings are none of problems. */
export type FindingCode = Exclude<keyof typeof findingCodes, ProblemCode>;
