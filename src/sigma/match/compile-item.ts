import type { Event } from '../event.ts';
import { readChain } from '../items/chain.ts';
import type { Item } from '../rule.ts';
import { eventValues } from './event-values.ts';
import { fieldReader } from './field.ts';

export type EventTest = (event: Event) => boolean;

/**
 * Compiles one item. A field that is missing has no values, so no test of it is ever true, and `not`
 * of the item is. Under `all`, each value of the rule may be met by another value of the event.
 */
export function compileItem(item: Item): EventTest {
  const read = item.kind === 'field' ? fieldReader(item.field) : eventValues;
  const chain = readChain(item.kind, item.modifiers);
  if (chain.presence) {
    const wanted = item.values[0] === true;
    return (event) => read(event).length > 0 === wanted;
  }
  const tests = item.values.map((value) => {
    const test = chain.test(value);
    if (typeof test !== 'function') throw new Error(test.message);
    return test;
  });
  if (chain.quantity === 'all') {
    return (event) => {
      const values = read(event);
      return tests.every((test) => values.some(test));
    };
  }
  return (event) => {
    const values = read(event);
    return tests.some((test) => values.some(test));
  };
}
