import type { Event } from '../event.ts';

/**
 * Every scalar in an event, at any depth, keys not included: what keywords are searched in. It keeps
 * its own stack, because an event may be nested deeper than the call stack goes.
 */
export function eventValues(event: Event): readonly unknown[] {
  const values: unknown[] = [];
  const waiting: unknown[] = [event];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) values.push(value);
    else for (const member of Object.values(value)) waiting.push(member);
  }
  return values;
}

/** A scalar in an event, and the field that leads to it. Members of a list are under the list's. */
export interface PlacedValue {
  readonly field: string;
  readonly value: unknown;
}

/** What `eventValues` answers with, each with its place: for those who show it to people. */
export function placedValues(event: Event): readonly PlacedValue[] {
  const values: PlacedValue[] = [];
  const waiting: PlacedValue[] = [{ field: '', value: event }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { field, value } = next;
    if (typeof value !== 'object' || value === null) values.push(next);
    else if (Array.isArray(value))
      for (const member of value) waiting.push({ field, value: member });
    else {
      for (const [key, member] of Object.entries(value)) {
        waiting.push({ field: field === '' ? key : `${field}.${key}`, value: member });
      }
    }
  }
  return values;
}
