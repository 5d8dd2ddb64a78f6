import type { Event } from '../sigma/event.ts';
import type { Judge } from '../sigma/match/judge.ts';
import type { Detection } from '../sigma/rule.ts';

/** The fields that say which call it was. Every record has them. */
export const callFields: readonly string[] = ['serviceName', 'eventName'];

/** What no service and no operation is called. */
export const NOBODY = 'trailbell-no-such-name';

/** A call of an operation, such as the catalogue has. */
export interface NamedCall {
  readonly service: string;
  readonly name: string;
}

/** A call that succeeded, and of which the record says nothing more. */
export function plainCall({ service, name }: NamedCall): Event {
  return { serviceName: service, eventName: name, errorCode: '' };
}

/**
 * Whether a detection asks for operations of a service by their names. One that does not looks at who
 * called, from where or with what, whatever was called.
 */
export function asksForNames(detection: Detection, serviceName: unknown, judge: Judge): boolean {
  return judge(detection, { serviceName, eventName: NOBODY }, callFields) === 'never';
}
