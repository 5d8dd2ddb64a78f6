import { createHash } from 'node:crypto';
import type { AuditEvent } from '../model/audit-event.ts';
import { asText, type Fields, isFields, parseJson } from '../model/fields.ts';
import type { Origin, RawLog } from '../model/raw-log.ts';
import { readActor } from './actor.ts';
import { describeEvent } from './catalogue.ts';
import { trailUrl } from './console-links.ts';
import { readOutcome } from './outcome.ts';
import { readParameters } from './parameters.ts';
import { readResources } from './resources.ts';
import { serviceOf } from './service.ts';

/** Why a log is not an audit record. A missing time is no reason: the log's own stands in. */
export type Malformation = 'no-event-content' | 'not-json' | 'not-an-object' | 'no-event-name';

export type Reading =
  | { readonly kind: 'event'; readonly event: AuditEvent }
  | { readonly kind: 'malformed'; readonly why: Malformation; readonly origin: Origin };

/** The content of a log that holds the record, as JSON text. */
export const EVENT_CONTENT = 'event';

/** How often JSON text may be wrapped in JSON text before it counts as something else. */
const DEEPEST_WRAPPING = 3;

/** Longer ids than any that ActionTrail writes are replaced by their hash. */
const LONGEST_ID = 128;

/** Drops a byte order mark, and puts U+FFFD where there is no text. */
const decoder = new TextDecoder();

/**
 * Reads the record that ActionTrail put into one log: `EVENT_CONTENT` holds it as JSON text,
 * under either topic (`actiontrail_event`, `actiontrail_audit_event`). Throws only what `log.content`
 * throws.
 */
export function readRecord(log: RawLog): Reading {
  const bytes = log.content(EVENT_CONTENT);
  if (!bytes) return { kind: 'malformed', why: 'no-event-content', origin: log.origin };
  const record = unwrap(decoder.decode(bytes));
  if (!isFields(record)) {
    const why = record === undefined ? 'not-json' : 'not-an-object';
    return { kind: 'malformed', why, origin: log.origin };
  }
  const name = typeof record['eventName'] === 'string' ? record['eventName'].trim() : '';
  if (name === '') return { kind: 'malformed', why: 'no-event-name', origin: log.origin };
  return { kind: 'event', event: auditEvent(name, record, bytes, log) };
}

function unwrap(text: string): unknown {
  let value = parseJson(text);
  for (let depth = 1; depth < DEEPEST_WRAPPING && typeof value === 'string'; depth++) {
    value = parseJson(value) ?? value;
  }
  return value;
}

function auditEvent(name: string, fields: Fields, bytes: Uint8Array, log: RawLog): AuditEvent {
  const parameters = readParameters(fields);
  const service = serviceOf(fields, parameters);
  const known = describeEvent(service, name);
  const actor = readActor(fields);
  return {
    id: recordId(fields, bytes),
    time: recordTime(fields, log),
    service,
    name,
    access: readAccess(fields) ?? known?.access ?? (isPlainlyRead(name) ? 'read' : 'write'),
    summary: known && { en: known.en, zh: known.zh },
    actor,
    sourceIp: asText(fields['sourceIpAddress']),
    userAgent: asText(fields['userAgent']),
    account: asText(fields['recipientAccountId']) ?? readOwner(log) ?? actor.account,
    region: asText(fields['acsRegion']),
    resources: readResources(fields, parameters, service),
    outcome: readOutcome(fields),
    requestId: asText(fields['requestId']),
    trailUrl: trailUrl(asText(fields['acsRegion'])),
    parameters,
    fields,
    origin: log.origin,
  };
}

/** A central store says beside the record whose it is. */
function readOwner(log: RawLog): string | undefined {
  const owner = log.content('owner_id');
  return owner && asText(decoder.decode(owner));
}

function recordId(fields: Fields, bytes: Uint8Array): string {
  const id = asText(fields['eventId']);
  if (id && id.length <= LONGEST_ID) return id;
  return createHash('sha256')
    .update(id ?? bytes)
    .digest('hex')
    .slice(0, 32);
}

function recordTime(fields: Fields, log: RawLog): Date {
  const written = fields['eventTime'];
  const time = typeof written === 'string' ? new Date(written) : undefined;
  if (time && !Number.isNaN(time.getTime())) return time;
  const delivered = new Date(log.time * 1000);
  return Number.isNaN(delivered.getTime()) ? new Date(0) : delivered;
}

function readAccess(fields: Fields): AuditEvent['access'] | undefined {
  const written = asText(fields['eventRW'])?.toLowerCase();
  return written === 'read' || written === 'write' ? written : undefined;
}

/** What is not plainly a read counts as a write: better one alert too many than one too few. */
function isPlainlyRead(name: string): boolean {
  return /^(Describe|List|Get|Query|Check|Search|Lookup|Count)(?![a-z])/.test(name);
}
