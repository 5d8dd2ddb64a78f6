import type { AuditRecord } from '../model/audit-event.ts';
import { isFields, parseJson } from '../model/fields.ts';
import type { Origin, RawLog } from '../model/raw-log.ts';
import { readParameters } from './parameters.ts';
import { takeRuleView } from './rule-view.ts';
import { serviceOf } from './service.ts';

/** Why a log is not an audit record. A missing time is no reason: the log's own stands in. */
export type Malformation = 'no-event-content' | 'not-json' | 'not-an-object' | 'no-event-name';

export type Reading =
  | { readonly kind: 'record'; readonly record: AuditRecord }
  | { readonly kind: 'malformed'; readonly why: Malformation; readonly origin: Origin };

/** The content of a log that holds the record, as JSON text. */
export const EVENT_CONTENT = 'event';

const BYTE_ORDER_MARK = '\uFEFF';

/** How often JSON text may be wrapped in JSON text before it counts as something else. */
const DEEPEST_WRAPPING = 3;

/**
 * Reads the record that ActionTrail put into one log: `EVENT_CONTENT` holds it as JSON text,
 * under either topic (`actiontrail_event`, `actiontrail_audit_event`). Throws only what `log.text`
 * throws.
 */
export function readRecord(log: RawLog): Reading {
  const text = log.text(EVENT_CONTENT);
  if (text === undefined) return { kind: 'malformed', why: 'no-event-content', origin: log.origin };
  const record = unwrap(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  if (!isRecord(record)) {
    const why = record === undefined ? 'not-json' : 'not-an-object';
    return { kind: 'malformed', why, origin: log.origin };
  }
  const name = typeof record['eventName'] === 'string' ? record['eventName'].trim() : '';
  if (name === '') return { kind: 'malformed', why: 'no-event-name', origin: log.origin };
  const parameters = readParameters(record);
  const service = serviceOf(record, parameters);
  const fields = takeRuleView(record, { service, name, parameters });
  return { kind: 'record', record: { service, name, parameters, fields, log } };
}

/** What was parsed here is ours to change. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return isFields(value);
}

function unwrap(text: string): unknown {
  let value = parseJson(text);
  for (let depth = 1; depth < DEEPEST_WRAPPING && typeof value === 'string'; depth++) {
    value = parseJson(value) ?? value;
  }
  return value;
}
