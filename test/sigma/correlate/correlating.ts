import { createMemoryWindows } from '../../../src/ledger/memory-windows.ts';
import type { Bound } from '../../../src/sigma/correlate/bound.ts';
import {
  type Correlator,
  type CorrelatorOptions,
  openCorrelator,
} from '../../../src/sigma/correlate/correlator.ts';
import type { Firing } from '../../../src/sigma/correlate/firing.ts';
import type { Sighting } from '../../../src/sigma/correlate/sighting.ts';
import type { Windows } from '../../../src/sigma/correlate/windows.ts';
import type {
  Bounds,
  Correlation,
  CorrelationCondition,
  CorrelationRule,
} from '../../../src/sigma/correlation-rule.ts';
import type { Event } from '../../../src/sigma/event.ts';
import type { Condition, Heading, Rule } from '../../../src/sigma/rule.ts';

function heading(name: string): Heading {
  return {
    title: `The Rule ${name}`,
    id: `id-of-${name}`,
    name,
    level: 'medium',
    status: undefined,
    description: undefined,
    tags: [],
    fields: [],
    references: [],
    falsepositives: [],
    file: 'test.yml',
    line: 1,
    tests: undefined,
    custom: {},
  };
}

function ruleNamed(name: string): Rule {
  return {
    ...heading(name),
    logsource: { product: undefined, category: undefined, service: undefined },
    detection: { selections: {}, condition: { kind: 'selection', name: 'none' } },
  };
}

export const [a, b, c] = [ruleNamed('a'), ruleNamed('b'), ruleNamed('c')];

/** Within 10 s of 3 events of the rule a, in one group of all, unless something else is said. */
export function correlation(parts: Partial<Correlation> = {}, name = 'found'): CorrelationRule {
  return {
    ...heading(name),
    correlation: {
      type: 'event_count',
      rules: ['a'],
      groupBy: [],
      aliases: {},
      timespan: 10,
      condition: bounds({ gte: 3 }),
      generate: false,
      ...parts,
    },
  };
}

export function bounds(
  wanted: Bounds,
  fields: readonly string[] = [],
  percentile = 50,
): CorrelationCondition {
  return { kind: 'bounds', bounds: wanted, fields, percentile };
}

export function expression(wanted: Condition): CorrelationCondition {
  return { kind: 'expression', expression: wanted };
}

/** An event that a rule matched at a second; it is called by its rule and second, as in `a5`. */
export function seen(rule: Rule, second: number, event: Event = {}, id?: string): Sighting {
  const name = id ?? `${rule.name}${second}`;
  return { rule, id: name, time: second * 1_000, event, kept: `kept ${name}` };
}

export interface Watch extends Correlator {
  readonly bounds: readonly Bound[];
}

export function watch(
  correlations: readonly CorrelationRule[],
  {
    windows = createMemoryWindows(),
    ...options
  }: Partial<CorrelatorOptions> & { readonly windows?: Windows } = {},
): Watch {
  const told: Bound[] = [];
  const onBound = (bound: Bound): void => void told.push(bound);
  const correlator = openCorrelator([a, b, c], correlations, windows, { onBound, ...options });
  return { ...correlator, bounds: told };
}

/** The ends of the windows that rang, in seconds. */
export function ends(firings: readonly Firing[]): readonly number[] {
  return firings.map(({ lastSeen }) => lastSeen / 1_000);
}

/** Observes sightings one after the other, each in a call of its own. */
export async function observeEach(
  { observe }: Correlator,
  sightings: readonly Sighting[],
): Promise<readonly Firing[]> {
  const firings: Firing[] = [];
  for (const sighting of sightings) firings.push(...(await observe([sighting])));
  return firings;
}
