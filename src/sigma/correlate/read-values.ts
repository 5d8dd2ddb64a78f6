import type { CorrelationType } from '../correlation-rule.ts';
import type { Event } from '../event.ts';
import { toNumber } from '../items/comparator.ts';
import type { FieldReader } from '../match/field.ts';
import { choices } from './choices.ts';
import { fingerprint } from './fingerprint.ts';
import { textsOf } from './read-groups.ts';

/** One event must not fill the memory with values of its own. */
const MOST_VALUES_PER_EVENT = 64;

export interface ReadValues {
  readonly values: readonly (string | number)[];
  /** Whether there were more than are counted of one event. */
  readonly cut: boolean;
}

/**
 * What a correlation wants to know of an event that one of its rules matched; undefined where the
 * event has nothing of that and so does not count. Members of an array count one by one.
 */
export function readValues(
  type: CorrelationType,
  reference: string,
  event: Event,
  readers: readonly FieldReader[],
): ReadValues | undefined {
  switch (type) {
    case 'event_count':
      return { values: [], cut: false };
    case 'temporal':
    case 'temporal_ordered':
      return { values: [reference], cut: false };
    case 'value_count':
      return readTuples(event, readers);
    case 'value_sum':
    case 'value_avg':
    case 'value_percentile':
    case 'value_median':
      return readNumbers(event, readers);
  }
}

/** Several fields make a tuple: one for every choice of a member of each. */
function readTuples(event: Event, readers: readonly FieldReader[]): ReadValues | undefined {
  const lists = readers.map((read) => textsOf(read(event)));
  const { chosen, cut } = choices(lists, MOST_VALUES_PER_EVENT);
  if (chosen.length === 0) return undefined;
  // Only whether two are the same matters, and what is remembered may leave this process.
  return { values: chosen.map((tuple) => fingerprint(JSON.stringify(tuple))), cut };
}

function readNumbers(event: Event, readers: readonly FieldReader[]): ReadValues | undefined {
  const numbers = readers.flatMap((read) => read(event).flatMap((value) => finite(value) ?? []));
  if (numbers.length === 0) return undefined;
  const values = numbers.slice(0, MOST_VALUES_PER_EVENT);
  return { values, cut: values.length < numbers.length };
}

function finite(value: unknown): number | undefined {
  const number = toNumber(value);
  return Number.isFinite(number) ? number : undefined;
}
