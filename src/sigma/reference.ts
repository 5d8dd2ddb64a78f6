import type { Place } from './problem.ts';

/** An id or a name that stands for a rule, which may be in another file, and where it is written. */
export interface Reference {
  readonly name: string;
  readonly place: Place;
}
