import { EVENT_CONTENT } from '../actiontrail/read-record.ts';
import { isFields, parseJson } from '../model/fields.ts';

/**
 * The records in what is no record itself but holds some, as JSON: the answer of ActionTrail's
 * LookupEvents, `{"Events": [{…}]}`, and a log as Log Service's console saves it, `{"event": "{…}"}`.
 * Undefined for anything else.
 */
export function wrappedRecords(text: string): readonly string[] | undefined {
  const value = parseJson(text);
  if (!isFields(value) || 'eventName' in value) return undefined;
  const { Events: events, [EVENT_CONTENT]: event } = value;
  if (Array.isArray(events)) return events.map((each: unknown) => JSON.stringify(each));
  if (typeof event === 'string') return [event];
  return isFields(event) ? [JSON.stringify(event)] : undefined;
}
