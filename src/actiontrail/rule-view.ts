import type { AuditEvent } from '../model/audit-event.ts';
import { asFields } from '../model/fields.ts';

/** Parts that ActionTrail writes as an object or as JSON text: rules address them by path. */
const structured = ['userIdentity', 'requestParameters', 'responseElements', 'additionalEventData'];

/**
 * The record as rules see it: as it is written, but for `serviceName`, which is canonical, and for
 * JSON text where an object belongs. Detection, rule tests and every tool use this one view.
 */
export function ruleView(event: AuditEvent): Readonly<Record<string, unknown>> {
  const view: Record<string, unknown> = { ...event.fields, serviceName: event.service };
  for (const key of structured) {
    if (typeof view[key] === 'string') view[key] = asFields(view[key]) ?? view[key];
  }
  if (view['requestParameters'] === undefined) {
    const parameters = asFields(view['requestParameterJson']);
    if (parameters) view['requestParameters'] = parameters;
  }
  return view;
}
