import type { Event } from '../event.ts';

/** The event that is being matched: one scope for all the tests of a rule set. */
export interface Scope {
  event: Event;
  /** Grows with every event, so that what was found out about another one is known to be stale. */
  turn: number;
}

export function openScope(): Scope {
  return { event: {}, turn: 0 };
}

/** Finds something out about the event at most once, however many rules ask. */
export function oncePerEvent<Value>(scope: Scope, find: () => Value): () => Value {
  let turn = 0;
  let value: Value;
  return () => {
    if (turn !== scope.turn) {
      value = find();
      turn = scope.turn;
    }
    return value;
  };
}
