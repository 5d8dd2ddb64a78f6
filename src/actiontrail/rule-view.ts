import type { AuditEvent } from '../model/audit-event.ts';
import { asFields } from '../model/fields.ts';

/**
 * How a record's bytes tell what the view of it will be: `eventName` as written, but for white space
 * around it, while `serviceName` may come from elsewhere; every other text stands in the record.
 */
export const rawView = { key: 'eventName', derived: ['serviceName'] } as const;

/** Parts that ActionTrail writes as an object or as JSON text: rules address them by path. */
const structured = ['userIdentity', 'responseElements', 'additionalEventData'];

/**
 * The record as rules see it: as it is written, but for a canonical `serviceName`, an `eventName`
 * without white space around it, and objects where the record has JSON text; `requestParameters` may
 * come from `requestParameterJson`. Detection, rule tests and every tool use this one view.
 */
export function ruleView(event: AuditEvent): Readonly<Record<string, unknown>> {
  const view: Record<string, unknown> = {
    ...event.fields,
    serviceName: event.service,
    eventName: event.name,
  };
  for (const key of structured) {
    if (typeof view[key] === 'string') view[key] = asFields(view[key]) ?? view[key];
  }
  const empty = Object.keys(event.parameters).length === 0;
  if (!empty || typeof view['requestParameters'] === 'string') {
    view['requestParameters'] = event.parameters;
  }
  return view;
}
