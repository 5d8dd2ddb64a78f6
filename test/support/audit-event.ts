import { describeRecord } from '../../src/actiontrail/describe-record.ts';
import { readRecord } from '../../src/actiontrail/read-record.ts';
import type { AuditEvent, AuditRecord } from '../../src/model/audit-event.ts';
import { logOf } from './raw-log.ts';

/** A record that was read, which must be one that can be. */
export function recordOf(
  record: unknown,
  more: Readonly<Record<string, string>> = {},
): AuditRecord {
  const reading = readRecord(logOf(record, more));
  if (reading.kind === 'malformed') throw new Error(`the record is malformed: ${reading.why}`);
  return reading.record;
}

/** The audit event of a record. */
export function eventOf(record: unknown, more: Readonly<Record<string, string>> = {}): AuditEvent {
  return describeRecord(recordOf(record, more));
}

/** A made-up record of a RAM user who deletes an endpoint service. */
export function deletion(
  changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    eventId: '6D2F1A60-0000-4000-8000-000000000001',
    eventVersion: '1',
    eventName: 'DeleteVpcEndpointService',
    eventSource: 'privatelink.cn-hangzhou.aliyuncs.com',
    eventTime: '2026-11-21T07:04:05Z',
    eventType: 'ApiCall',
    serviceName: 'PrivateLink',
    acsRegion: 'cn-hangzhou',
    sourceIpAddress: '203.0.113.7',
    userAgent: 'aliyun-cli/3.0',
    requestParameters: { ServiceId: 'epsrv-example1', RegionId: 'cn-hangzhou' },
    referencedResources: { 'ACS::PrivateLink::VpcEndpointService': ['epsrv-example1'] },
    userIdentity: {
      type: 'ram-user',
      accountId: '1234567890123456',
      principalId: '200000000000000001',
      userName: 'alice',
      accessKeyId: 'LTAI5tExample0000abcd',
    },
    ...changes,
  };
}

/** Deletions by so many people, whose ids are `event-0`, `event-1`, …: an alert each. */
export function deletionsByMany(
  count: number,
  id = 'event',
): readonly Readonly<Record<string, unknown>>[] {
  return Array.from({ length: count }, (_, at) =>
    deletion({
      eventId: `${id}-${at}`,
      userIdentity: { type: 'ram-user', accountId: '1234567890123456', userName: `user-${at}` },
    }),
  );
}
