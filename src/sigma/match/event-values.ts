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
