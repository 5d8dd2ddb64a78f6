import type { Detection, Logsource } from './rule.ts';

/**
 * A condition that is ANDed to rules (Sigma specification 2.1.0, "Sigma Filters"): an exclusion says
 * `not`. It goes to rules whose logsource names every part that its own does.
 */
export interface Filter {
  readonly title: string;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly logsource: Logsource;
  /** Ids or names of detection rules; `any` is every one that its logsource contains. */
  readonly rules: readonly string[] | 'any';
  readonly detection: Detection;
  readonly file: string;
}
