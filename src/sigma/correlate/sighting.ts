import type { Event } from '../event.ts';
import type { RuleHead } from '../rule.ts';

/** One event that a rule matched. */
export interface Sighting {
  readonly rule: RuleHead;
  /** Of the event: an event counts once, however often it is delivered. */
  readonly id: string;
  /** When the event happened, in milliseconds since 1970. */
  readonly time: number;
  readonly event: Event;
  /** Opaque: what the host wants back with a firing. */
  readonly kept: string;
}
