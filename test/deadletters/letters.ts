import type { LetterEntry, Unreadable } from '../../src/deadletters/dead-letters.ts';
import type { Alert, Distinct, Sample } from '../../src/model/alert.ts';
import type { AlertLetter, RangeLetter, RecordLetter } from '../../src/model/dead-letter.ts';

const none: Distinct = { values: [], more: false };

const sample: Sample = {
  id: 'event-1',
  time: new Date('2026-11-21T07:04:05.678Z'),
  service: 'PrivateLink',
  name: 'DeleteVpcEndpointService',
  access: 'write',
  summary: { en: 'delete an endpoint service', zh: '删除终端节点服务' },
  actor: {
    kind: 'ram-user',
    name: 'alice',
    account: '1234567890123456',
    accessKey: 'LTAI…abcd',
    session: undefined,
    mfa: undefined,
  },
  sourceIp: '203.0.113.7',
  userAgent: undefined,
  account: '1234567890123456',
  region: 'cn-hangzhou',
  outcome: { kind: 'denied', code: 'Forbidden.RAM' },
  requestId: undefined,
  trailUrl: 'https://actiontrail.console.aliyun.com/cn-hangzhou/event-list',
  details: [{ name: 'ServiceId', value: 'epsrv-example1' }],
};

export function alertOf(changes: Partial<Alert> = {}): Alert {
  return {
    id: 'alert-1',
    key: 'rule-1 alice',
    rule: {
      id: '4ea6e253-e3ae-4679-aea4-06c9334154a9',
      title: 'PrivateLink endpoint service deleted',
      level: 'high',
      tags: ['attack.impact'],
      fields: [],
      runbook: ['Ask alice.'],
      zh: { title: '删除了终端节点服务' },
    },
    events: ['event-1', 'event-2'],
    count: 2,
    correlation: undefined,
    samples: [sample],
    sampled: false,
    outcomes: { succeeded: 1, denied: 1, failed: 0 },
    resources: { first: [{ type: 'service', id: 'epsrv-example1' }], total: 1, atLeast: false },
    names: { values: [{ text: 'DeleteVpcEndpointService', succeeded: true }], more: true },
    sessions: none,
    sourceIps: none,
    userAgents: none,
    regions: none,
    accessKeys: none,
    firstSeen: new Date('2026-11-21T07:04:05Z'),
    lastSeen: new Date('2026-11-21T07:05:00Z'),
    channels: ['dingtalk'],
    mayRepeat: false,
    ...changes,
  };
}

/** All letters were given up at this time, unless a test says. */
export const GIVEN_UP = Date.parse('2026-11-21T08:00:00Z');

export function alertLetter(changes: Partial<AlertLetter> = {}): AlertLetter {
  return {
    kind: 'alert',
    id: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
    time: new Date(GIVEN_UP),
    reason: 'the robot answered 310000: keywords not in content',
    attempts: 5,
    channel: 'dingtalk',
    alert: alertOf(),
    ...changes,
  };
}

export function recordLetter(changes: Partial<RecordLetter> = {}): RecordLetter {
  return {
    kind: 'record',
    id: 'b1b2c3d4e5f60718293a4b5c6d7e8f90',
    time: new Date(GIVEN_UP),
    reason: 'not-json',
    attempts: 1,
    origin: {
      logstore: 'actiontrail_example',
      shard: 1,
      cursor: 'MTUyOTQ4MDIwOTY1NTk3ODQ2Mw==',
      index: 12,
    },
    endCursor: 'MTUyOTQ4MDIwOTY1NTk3ODQ2NA==',
    excerpt: '{"eventName":',
    ...changes,
  };
}

export function rangeLetter(changes: Partial<RangeLetter> = {}): RangeLetter {
  return {
    kind: 'range',
    id: 'c1b2c3d4e5f60718293a4b5c6d7e8f90',
    time: new Date(GIVEN_UP),
    reason: 'older than 1h',
    attempts: 10,
    logstore: 'actiontrail_example',
    shard: 0,
    beginCursor: 'MTUyOTQ4MDIwOTY1NTk3ODQ2Mw==',
    endCursor: 'MTUyOTQ4MDIwOTY1NTk3ODQ2NA==',
    ...changes,
  };
}

export function settled(letter: string, time = GIVEN_UP): LetterEntry {
  return { kind: 'settled', letter, time: new Date(time) };
}

export async function allOf(
  entries: AsyncIterable<LetterEntry | Unreadable>,
): Promise<readonly (LetterEntry | Unreadable)[]> {
  const all = [];
  for await (const entry of entries) all.push(entry);
  return all;
}
