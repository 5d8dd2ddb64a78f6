import { expect, test } from 'vitest';
import type { Pulse } from '../../src/ledger/ledger.ts';
import { ConfigError } from '../../src/model/config-error.ts';
import type { TroubleName } from '../../src/model/notice.ts';
import { openWatch } from '../../src/open-watch.ts';
import { findTroubles, isWellAgain } from '../../src/sweep/watch.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const limits = {
  noRecordsMs: 6 * HOUR_MS,
  shardFailsMs: 30 * MINUTE_MS,
  channelFailsMs: 30 * MINUTE_MS,
};

const now = 100 * HOUR_MS;
const ago = (ms: number): number => now - ms;
const well: Pulse = {
  since: ago(50 * HOUR_MS),
  shards: [{ shard: 0, calledAt: ago(MINUTE_MS), recordsAt: ago(HOUR_MS) }],
  channels: [{ channel: 'slack' }],
};

const troublesOf = (pulse: Partial<Pulse>, limit: Partial<typeof limits> = {}) =>
  findTroubles({ ...well, ...pulse }, ['slack', 'dingtalk'], { ...limits, ...limit }, now);

test('where there was a record lately, and nothing fails, nothing is wrong', () => {
  expect(troublesOf({})).toEqual([]);
});

test.each([
  ['none came for so long', { shards: [shard(6 * HOUR_MS)] }, ago(6 * HOUR_MS)],
  [
    'of several shards the latest counts',
    { shards: [shard(9 * HOUR_MS), shard(7 * HOUR_MS)] },
    ago(7 * HOUR_MS),
  ],
  ['none ever came', { shards: [] }, well.since],
  ['calls find none', { shards: [{ shard: 0, calledAt: now }] }, well.since],
])('no records: %s', (_why, pulse, since) => {
  expect(troublesOf(pulse)).toMatchObject([{ kind: 'no-records', since }]);
});

test.each([
  ['a record came', { shards: [shard(9 * HOUR_MS), shard(HOUR_MS)] }],
  ['nobody has looked for so long', { since: ago(5 * HOUR_MS), shards: [] }],
])('there may be no records yet: %s', (_why, pulse) => {
  expect(troublesOf(pulse)).toEqual([]);
});

test('that there are no records says when the function was called last', () => {
  const shards = [shard(9 * HOUR_MS), { shard: 1, calledAt: ago(3 * MINUTE_MS) }];
  expect(troublesOf({ shards })).toMatchObject([{ calledAt: ago(3 * MINUTE_MS) }]);
  expect(troublesOf({ shards: [] })).toMatchObject([{ calledAt: undefined }]);
});

test('a shard stands still once its calls have failed for so long, with the reason of the last', () => {
  const failing = (ms: number) => ({ ...shard(HOUR_MS), failingSince: ago(ms), reason: 'timeout' });
  expect(troublesOf({ shards: [failing(29 * MINUTE_MS)] })).toEqual([]);
  expect(troublesOf({ shards: [failing(30 * MINUTE_MS)] })).toEqual([
    { kind: 'shard-stands-still', shard: 0, since: ago(30 * MINUTE_MS), reason: 'timeout' },
  ]);
});

test('a shard that nobody asks about any more does not stand still', () => {
  const gone = { shard: 7, calledAt: ago(24 * HOUR_MS), failingSince: ago(24 * HOUR_MS) };
  expect(troublesOf({ shards: [...well.shards, gone] })).toEqual([]);
});

test('a channel fails once it has taken nothing for so long, unless it was removed', () => {
  const failing = (channel: string) => ({
    channels: [{ channel, failingSince: ago(HOUR_MS), reason: 'HTTP 404' }],
  });
  expect(troublesOf(failing('slack'))).toEqual([
    { kind: 'channel-failing', channel: 'slack', since: ago(HOUR_MS), reason: 'HTTP 404' },
  ]);
  expect(troublesOf(failing('removed'))).toEqual([]);
});

const isWell = (kind: TroubleName['kind'], subject: string, pulse: Partial<Pulse>) =>
  isWellAgain({ kind, subject }, ago(2 * HOUR_MS), { ...well, ...pulse }, ['slack']);

test('what is only out of sight is not well again', () => {
  const failingSince = ago(2 * HOUR_MS);
  const still = { shard: 0, calledAt: ago(HOUR_MS), failingSince };
  const again = { ...still, failingSince: ago(HOUR_MS), reason: 'timeout' };
  expect(isWell('shard-stands-still', '0', { shards: [still] })).toBe(false);
  expect(isWell('shard-stands-still', '0', { shards: [again] })).toBe(false);
  expect(isWell('shard-stands-still', '0', { shards: [] })).toBe(false);
  expect(isWell('shard-stands-still', '0', {})).toBe(true);
  expect(isWell('channel-failing', 'slack', {})).toBe(true);
  expect(
    isWell('channel-failing', 'slack', { channels: [{ channel: 'slack', failingSince }] }),
  ).toBe(false);
  expect(isWell('channel-failing', 'removed', { channels: [{ channel: 'removed' }] })).toBe(false);
  expect(isWell('no-records', '', { shards: [shard(2 * HOUR_MS)] })).toBe(false);
  expect(isWell('no-records', '', { shards: [shard(HOUR_MS)] })).toBe(true);
});

test('what is set to 0s is never wrong', () => {
  const pulse: Pulse = {
    since: 0,
    shards: [{ shard: 0, calledAt: now, failingSince: 1 }],
    channels: [{ channel: 'slack', failingSince: 1 }],
  };
  expect(troublesOf(pulse)).toHaveLength(3);
  const never = { noRecordsMs: 0, shardFailsMs: 0, channelFailsMs: 0 };
  expect(troublesOf(pulse, never)).toEqual([]);
});

test('unless it is said otherwise, it watches with a shared ledger, and does not without', () => {
  expect(openWatch({ heartbeat: '' }, { isShared: true })).toEqual({
    limits,
    heartbeat: undefined,
  });
  expect(openWatch({ heartbeat: '' }, { isShared: false })).toBeUndefined();
});

test.each([
  { no_records_for: 0, heartbeat: '' },
  { shard_fails_for: HOUR_MS, heartbeat: '' },
  { channel_fails_for: HOUR_MS, heartbeat: '' },
  { heartbeat: 'https://hc.example.com/secret' },
])('what asks for the watch without a shared ledger is wrong: %j', (settings) => {
  const open = () => openWatch(settings, { isShared: false });
  expect(open).toThrow(ConfigError);
  expect(open).toThrow(/^watch: .*ledger\.redis/);
  expect(open).not.toThrow(/secret/);
});

test.each(['https://100.100.100.200/secret', 'https://[::1]/secret', 'https://192.168.1.1/secret'])(
  'the heartbeat goes to no private address: %s',
  (heartbeat) => {
    const open = () => openWatch({ heartbeat }, { isShared: true });
    expect(open).toThrow(/^watch\.heartbeat: /);
    expect(open).not.toThrow(/secret/);
  },
);

function shard(recordsMs: number) {
  return { shard: 0, calledAt: ago(recordsMs), recordsAt: ago(recordsMs) };
}
