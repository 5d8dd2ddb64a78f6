import { foldCase } from './items/fold-case.ts';
import type { Logsource } from './rule.ts';

/**
 * Whether a rule is meant for the events of a source: every part that the rule names must be the
 * source's, in any case of letters. What the rule leaves open may be anything.
 */
export function logsourceApplies(rule: Logsource, source: Logsource): boolean {
  return (
    partApplies(rule.product, source.product) &&
    partApplies(rule.category, source.category) &&
    partApplies(rule.service, source.service)
  );
}

function partApplies(wanted: string | undefined, given: string | undefined): boolean {
  if (wanted === undefined) return true;
  return given !== undefined && foldCase(wanted) === foldCase(given);
}
