import { createHash } from 'node:crypto';
import type { AuditEvent, AuditRecord } from '../model/audit-event.ts';
import { asText, type Fields } from '../model/fields.ts';
import type { RawLog } from '../model/raw-log.ts';
import { readActor } from './actor.ts';
import { describeEvent } from './catalogue.ts';
import { trailUrl } from './console-links.ts';
import { readOutcome } from './outcome.ts';
import { EVENT_CONTENT } from './read-record.ts';
import { readResources } from './resources.ts';

/** Longer ids than any that ActionTrail writes are replaced by their hash. */
const LONGEST_ID = 128;

/** All that there is to tell of a record. Throws only what `log.text` throws. */
export function describeRecord(record: AuditRecord): AuditEvent {
  const { service, name, parameters, fields, log } = record;
  const known = describeEvent(service, name);
  const actor = readActor(fields);
  return {
    id: recordId(record),
    time: recordTime(record),
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
  return asText(log.text('owner_id'));
}

/** `eventId`, or a hash of what the log holds where there is none. */
export function recordId({ fields, log }: AuditRecord): string {
  const id = asText(fields['eventId']);
  if (id && id.length <= LONGEST_ID) return id;
  return createHash('sha256')
    .update(id ?? log.text(EVENT_CONTENT) ?? '')
    .digest('hex')
    .slice(0, 32);
}

/** `eventTime`, or when the log was written where there is none. */
export function recordTime({ fields, log }: AuditRecord): Date {
  const written = fields['eventTime'];
  const time = typeof written === 'string' ? new Date(written) : undefined;
  if (time && !Number.isNaN(time.getTime())) return time;
  const delivered = new Date(log.time() * 1000);
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
