import type { AuditRecord } from '../model/audit-event.ts';
import { asFields, type Fields, isEmpty } from '../model/fields.ts';
import { describeService } from './catalogue.ts';
import { withLists } from './flat-lists.ts';

/**
 * How a record's bytes tell what the view of it will be: `eventName` as written, but for white space
 * around it, while `serviceName` may come from elsewhere; every other text stands in the record.
 */
export const rawView = { key: 'eventName', derived: ['serviceName'] } as const;

/** Parts that ActionTrail writes as an object or as JSON text: rules address them by path. */
const structured = ['userIdentity', 'responseElements', 'additionalEventData'];

/**
 * Makes of a record, as it was parsed, what rules see: the same but for a canonical `serviceName`, an
 * `eventName` without white space around it, objects where the record has JSON text, and arrays for the
 * lists in `requestParameters` (`withLists`), which may come from `requestParameterJson`. Detection, rule
 * tests and every tool use this one view. It changes the record in place, because a copy would cost as
 * much as matching it.
 */
export function takeRuleView(
  record: Record<string, unknown>,
  { service, name, parameters }: Pick<AuditRecord, 'service' | 'name' | 'parameters'>,
): Fields {
  record['serviceName'] = service;
  record['eventName'] = name;
  for (const key of structured) {
    const text = record[key];
    if (typeof text === 'string') record[key] = asFields(text) ?? text;
  }
  if (typeof record['requestParameters'] === 'string' || !isEmpty(parameters)) {
    record['requestParameters'] = withLists(parameters, (key) => namesResource(service, key));
  }
  return record;
}

/** Calls on many resources name each: their parameters are lists. */
function namesResource(service: string, parameter: string): boolean {
  return Object.hasOwn(describeService(service)?.resourceParameters ?? {}, parameter);
}
