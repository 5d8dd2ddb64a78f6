import {
  comparators,
  type Bounds,
  type Comparator,
  type Correlation,
} from '../../../src/sigma/correlation-rule.ts';
import type { Event } from '../../../src/sigma/event.ts';
import { conditionHolds } from './evaluate.ts';
import { readField } from './field.ts';
import { numberOf, textsOf } from './text.ts';

/** An event, and the rules that matched it. The same one may be seen more than once. */
export interface Sighting {
  readonly id: string;
  /** Of the event, in milliseconds. */
  readonly time: number;
  /** As the correlation's `rules` has them, one at least. */
  readonly rules: readonly string[];
  readonly event: Event;
}

export interface Firing {
  /** The values of `groupBy`, in its order. */
  readonly group: readonly string[];
  /** When the window ends, which is the time of one of its events. */
  readonly time: number;
  /** The events in the window, each once, by time and then as they arrived. */
  readonly ids: readonly string[];
}

/**
 * What one correlation rule finds, in the order of finding. It keeps everything, and counts afresh.
 * After each event it asks the windows that the event is in, by their ends: one rings that ends at an
 * event of the group, unless the group rang within a timespan of that end. One event rings once.
 */
export function plainCorrelate(
  correlation: Correlation,
  sightings: readonly Sighting[],
): readonly Firing[] {
  const timespan = correlation.timespan * 1000;
  const groups = new Map<string, Sighting[]>();
  const firings: Firing[] = [];

  for (const { group, sighting } of sightings.flatMap((one) => joined(correlation, one))) {
    const key = JSON.stringify(group);
    const seen = groups.get(key) ?? [];
    groups.set(key, seen);
    if (seen.some(({ id }) => id === sighting.id)) continue;
    seen.push(sighting);

    const quiet = (end: number): boolean =>
      firings.some(
        (one) => JSON.stringify(one.group) === key && Math.abs(end - one.time) <= timespan,
      );
    const end = seen
      .map(({ time }) => time)
      .filter((time) => time >= sighting.time && time <= sighting.time + timespan)
      .toSorted((a, b) => a - b)
      .find((time) => !quiet(time) && windowHolds(correlation, windowAt(seen, time, timespan)));
    if (end === undefined) continue;
    firings.push({ group, time: end, ids: windowAt(seen, end, timespan).map(({ id }) => id) });
  }
  return firings;
}

function windowAt(seen: readonly Sighting[], end: number, timespan: number): readonly Sighting[] {
  return seen
    .filter(({ time }) => time >= end - timespan && time <= end)
    .toSorted((a, b) => a.time - b.time);
}

/**
 * The groups that an event belongs to, one for every choice among the members of its arrays, and what
 * each sees of it. Rules that call a field differently may put it into different groups.
 */
function joined(
  correlation: Correlation,
  sighting: Sighting,
): readonly { readonly group: readonly string[]; readonly sighting: Sighting }[] {
  if (!counts(correlation, sighting.event)) return [];
  const groups = sighting.rules.map((rule) => {
    const fields = correlation.groupBy.map((name) => fieldOf(correlation, name, rule));
    return { rule, keys: tuplesOf(fields, sighting.event).map((group) => JSON.stringify(group)) };
  });
  return [...new Set(groups.flatMap(({ keys }) => keys))].map((key) => {
    const rules = groups.filter(({ keys }) => keys.includes(key)).map(({ rule }) => rule);
    const group: readonly string[] = JSON.parse(key);
    return { group, sighting: { ...sighting, rules } };
  });
}

/** An alias that says nothing of a rule is a field of that rule's events. */
function fieldOf({ aliases }: Correlation, name: string, rule: string): string {
  const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  return alias !== undefined && Object.hasOwn(alias, rule) ? (alias[rule] ?? name) : name;
}

/** An event in which there is nothing to measure is none of those that are measured. */
function counts({ type, condition }: Correlation, event: Event): boolean {
  if (condition.kind === 'expression' || !type.startsWith('value_')) return true;
  if (type === 'value_count') return tuplesOf(condition.fields, event).length > 0;
  return condition.fields.some((field) => numbersOf(field, event).length > 0);
}

/** Every choice of one text for each field. A field that has none leaves no choice. */
function tuplesOf(fields: readonly string[], event: Event): readonly (readonly string[])[] {
  const [field, ...rest] = fields;
  if (field === undefined) return [[]];
  const texts = [...new Set(textsOf(readField(event, field)))];
  return texts.flatMap((text) => tuplesOf(rest, event).map((tuple) => [text, ...tuple]));
}

function windowHolds(correlation: Correlation, window: readonly Sighting[]): boolean {
  const { condition } = correlation;
  if (condition.kind === 'expression') {
    const { expression } = condition;
    return rulesSeen(correlation, window).some((seen) =>
      conditionHolds(expression, (name) => seen.includes(name)),
    );
  }
  const measured = measure(correlation, condition.fields, condition.percentile, window);
  return measured !== undefined && withinBounds(condition.bounds, measured);
}

function numbersOf(field: string, event: Event): readonly number[] {
  return readField(event, field)
    .map(numberOf)
    .filter((value) => value !== undefined);
}

/** The number that is held to the bounds; undefined where there is nothing to work it out from. */
function measure(
  correlation: Correlation,
  fields: readonly string[],
  percentile: number,
  window: readonly Sighting[],
): number | undefined {
  const events = window.map(({ event }) => event);
  const numbers = fields
    .flatMap((field) => events.flatMap((event) => numbersOf(field, event)))
    .toSorted((a, b) => a - b);
  const sum = numbers.reduce((total, value) => total + value, 0);
  switch (correlation.type) {
    case 'event_count':
      return events.length;
    case 'value_count': {
      const tuples = events.flatMap((event) => tuplesOf(fields, event));
      return new Set(tuples.map((tuple) => JSON.stringify(tuple))).size;
    }
    case 'value_sum':
      return numbers.length === 0 ? undefined : sum;
    case 'value_avg':
      return numbers.length === 0 ? undefined : sum / numbers.length;
    case 'value_median':
      return interpolate(numbers, 50);
    case 'value_percentile':
      return interpolate(numbers, percentile);
    case 'temporal':
    case 'temporal_ordered':
      return Math.max(...rulesSeen(correlation, window).map((seen) => seen.length));
  }
}

function interpolate(sorted: readonly number[], percentile: number): number | undefined {
  const place = (percentile / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return undefined;
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * The rules that count as seen. For `temporal_ordered` they are those on the longest chain, and there
 * may be several chains of that length.
 */
function rulesSeen(
  { type, rules }: Correlation,
  window: readonly Sighting[],
): readonly (readonly string[])[] {
  if (type !== 'temporal_ordered') {
    return [rules.filter((rule) => window.some((one) => one.rules.includes(rule)))];
  }
  const chains = chainsFrom(rules, window, Number.NEGATIVE_INFINITY);
  const longest = Math.max(...chains.map((chain) => chain.length));
  return chains.filter((chain) => chain.length === longest);
}

/** Every way to leave rules out and to see the others one after another, from some time on. */
function chainsFrom(
  rules: readonly string[],
  window: readonly Sighting[],
  from: number,
): readonly (readonly string[])[] {
  const [rule, ...rest] = rules;
  if (rule === undefined) return [[]];
  // The earliest sighting leaves the most room for those that follow.
  const times = window
    .filter((one) => one.rules.includes(rule) && one.time >= from)
    .map((one) => one.time);
  const without = chainsFrom(rest, window, from);
  if (times.length === 0) return without;
  const after = chainsFrom(rest, window, Math.min(...times));
  return [...after.map((chain) => [rule, ...chain]), ...without];
}

function withinBounds(bounds: Bounds, value: number): boolean {
  return comparators.every((comparator) => {
    const bound = bounds[comparator];
    return bound === undefined || within(value, comparator, bound);
  });
}

function within(value: number, comparator: Comparator, bound: number): boolean {
  switch (comparator) {
    case 'gt':
      return value > bound;
    case 'gte':
      return value >= bound;
    case 'lt':
      return value < bound;
    case 'lte':
      return value <= bound;
    case 'eq':
      return value === bound;
    case 'neq':
      return value !== bound;
  }
}
