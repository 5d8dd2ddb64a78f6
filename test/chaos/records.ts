import type { LogGroup } from '../../src/local/log-service/log-group.ts';
import { deletion } from '../support/audit-event.ts';
import type { PlannedLog, PlannedShard } from './plan-shards.ts';

/** The groups of a shard as ActionTrail would have written them at `now`, in milliseconds since 1970. */
export function groupsOf({ groups }: PlannedShard, now: number): readonly LogGroup[] {
  return groups.map((logs) => ({
    topic: 'actiontrail_event',
    logs: logs.map((log) => ({ time: Math.floor(now / 1000), contents: contentsOf(log, now) })),
  }));
}

function contentsOf(log: PlannedLog, now: number): Readonly<Record<string, string>> {
  if (log.kind === 'alert') return { event: JSON.stringify(deletionBy(log.event, now)) };
  if (log.kind === 'harmless') return { event: JSON.stringify(harmless(log.number, now)) };
  // What no rule could match is never opened: these are broken, and yet look like a match.
  const text = JSON.stringify(deletionBy(`broken-${log.number}`, now));
  switch (log.number % 3) {
    case 0:
      return { event: text.slice(0, -1) };
    case 1:
      return { event: `[${text}]` };
    default:
      return { note: text };
  }
}

/** Each by an actor of its own, so that it makes an alert of its own. */
function deletionBy(event: string, now: number): Readonly<Record<string, unknown>> {
  return deletion({
    eventId: event,
    eventTime: timeText(now),
    userIdentity: {
      type: 'ram-user',
      accountId: '1234567890123456',
      principalId: `2000${event.slice(-12)}`,
      userName: `actor-${event.slice(-12)}`,
    },
  });
}

/** Two thirds are skipped without a look; the rest have to be read to see that they are harmless. */
function harmless(number: number, now: number): Readonly<Record<string, unknown>> {
  const looksLikeOne = number % 3 === 0;
  return deletion({
    eventId: `0A11C1EA-0000-4000-8000-${String(number).padStart(12, '0')}`,
    eventTime: timeText(now),
    eventName: looksLikeOne ? 'DeleteVpcEndpointService' : 'DescribeVpcEndpointServices',
    ...(looksLikeOne && {
      serviceName: 'Ecs',
      eventSource: 'ecs.cn-hangzhou.aliyuncs.com',
      referencedResources: {},
    }),
  });
}

function timeText(now: number): string {
  return new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
}
