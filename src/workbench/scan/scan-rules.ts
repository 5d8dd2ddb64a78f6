import type { NamedRules } from '../../project.ts';
import type { Collection } from '../../sigma/collection/read-collection.ts';
import { callNames, ringsAlone } from '../../sigma/correlate/references.ts';
import { logsourceApplies } from '../../sigma/logsource.ts';
import type { Heading, Logsource } from '../../sigma/rule.ts';
import type { ChangeRule } from '../read-rule-changes.ts';

export interface ScanRules {
  /** The rules that were named, as far as they are for these logs and switched on. */
  readonly named: Collection;
  /** They, and what correlation rules among them count, by way of others too. */
  readonly asked: Collection;
  /** Whether a match is to be told. What was not named is only there to be counted. */
  readonly isTold: (rule: Heading) => boolean;
  /** How many of the rules that were named say that they are for other logs, and how many are switched off. */
  readonly foreign: number;
  readonly off: number;
  /** Those that ring here by themselves, and in the function only count for rules that were not named. */
  readonly countedElsewhere: readonly Heading[];
}

/** The rules that a scan asks, as the function has them. `logs` is undefined for any logs. */
export function scanRules(
  { all, isNamed }: NamedRules,
  change: ChangeRule,
  logs: Logsource | undefined,
): ScanRules {
  const fit = forLogs(all, logs);
  const changed = {
    rules: fit.rules.flatMap((rule) => change(rule) ?? []),
    correlations: fit.correlations.flatMap((rule) => change(rule) ?? []),
  };
  const named = namedOf(changed, isNamed);
  const asked = withCounted(named, changed);
  const fitting = namedOf(fit, isNamed);
  return {
    named,
    asked,
    isTold: isNamed,
    foreign: all.rules.filter(isNamed).length - fitting.rules.length,
    off: sizeOf(fitting) - sizeOf(named),
    countedElsewhere: [...named.rules, ...named.correlations].filter(
      (rule) => ringsAlone(rule, asked.correlations) && !ringsAlone(rule, changed.correlations),
    ),
  };
}

function sizeOf({ rules, correlations }: Collection): number {
  return rules.length + correlations.length;
}

function namedOf({ rules, correlations }: Collection, isNamed: NamedRules['isNamed']): Collection {
  return { rules: rules.filter(isNamed), correlations: correlations.filter(isNamed) };
}

/** The rules for these logs, and the correlations of which all rules are. */
function forLogs(read: Collection, logs: Logsource | undefined): Collection {
  if (logs === undefined) return read;
  const rules = read.rules.filter(({ logsource }) => logsourceApplies(logsource, logs));
  let correlations = read.correlations;
  for (;;) {
    const names = new Set([...rules, ...correlations].flatMap(callNames));
    const whole = correlations.filter((each) =>
      each.correlation.rules.every((name) => names.has(name)),
    );
    if (whole.length === correlations.length) return { rules, correlations };
    correlations = whole;
  }
}

/** Rules, and all that the correlations among them count, in the order of the collection. */
function withCounted(named: Collection, { rules, correlations }: Collection): Collection {
  const wanted = new Set<string>();
  const counting = new Set(named.correlations);
  const isWanted = (rule: Heading) => callNames(rule).some((name) => wanted.has(name));
  // A set hands out what is added while it is gone through.
  for (const { correlation } of counting) {
    for (const name of correlation.rules) wanted.add(name);
    for (const other of correlations.filter(isWanted)) counting.add(other);
  }
  const own = new Set(named.rules);
  return {
    rules: rules.filter((rule) => own.has(rule) || isWanted(rule)),
    correlations: correlations.filter((rule) => counting.has(rule)),
  };
}
