import { expect, test } from 'vitest';
import { parseTriggerEvent, TriggerEventError } from '../../src/logs/trigger-event.ts';

const configured = {
  endpoint: 'cn-hangzhou-intranet.log.aliyuncs.com',
  project: 'example',
  logstore: 'actiontrail_example',
};

const source = {
  endpoint: 'http://cn-hangzhou-intranet.log.aliyuncs.com',
  projectName: 'example',
  logstoreName: 'actiontrail_example',
  shardId: 3,
  beginCursor: 'MTUyOTQ4MDIwOTY1NTk3ODQ2Mw==',
  endCursor: 'MTUyOTQ4MDIwOTY1NTk3ODQ2NA==',
};

const event = (changes: object = {}) => ({
  parameter: {},
  source: { ...source, ...changes },
  jobName: '1f7043ced683de1a4e3d8d70b5a412843d81****',
  taskId: '00000000-0000-4000-8000-000000000000',
  cursorTime: 1_790_000_000,
});

test.each([
  ['a Buffer', Buffer.from(JSON.stringify(event()))],
  ['bytes', new TextEncoder().encode(JSON.stringify(event()))],
  ['text', JSON.stringify(event())],
  ['an object', event()],
])('%s is read', (_, given) => {
  expect(parseTriggerEvent(given, configured)).toEqual({
    shard: 3,
    beginCursor: source.beginCursor,
    endCursor: source.endCursor,
    arrived: 1_790_000_000_000,
    lateAsAlerts: false,
  });
});

test.each([undefined, 'soon', null])(
  'a range whose age is %s is read all the same',
  (cursorTime) => {
    const range = parseTriggerEvent({ ...event(), cursorTime }, configured);
    expect(range).toMatchObject({ shard: 3, arrived: undefined });
  },
);

test.each([
  [{ late: 'alert' }, true],
  ['{"late":"alert"}', true],
  [{ late: 'digest' }, false],
  [{}, false],
  ['', false],
  ['alert', false],
  [[{ late: 'alert' }], false],
  [null, false],
  [undefined, false],
])('with the parameter %j old records ring one by one: %s', (parameter, lateAsAlerts) => {
  expect(parseTriggerEvent({ ...event(), parameter }, configured)).toMatchObject({ lateAsAlerts });
});

test('the public and the intranet host of a region are the same Log Service', () => {
  const publicHost = { ...configured, endpoint: 'cn-hangzhou.log.aliyuncs.com' };
  expect(parseTriggerEvent(event(), publicHost)).toMatchObject({ shard: 3 });
});

test.each([
  ['nothing', undefined],
  ['no JSON', Buffer.from('hello')],
  ['a timer event', { triggerTime: '2026-11-21T00:00:00Z', triggerName: 't', payload: '' }],
  ['an HTTP event', { version: 'v1', rawPath: '/', headers: {} }],
  ['a shard that is no number', event({ shardId: 'three' })],
  ['no cursor', event({ beginCursor: '' })],
])('%s is refused, and the message says what was expected', (_, given) => {
  expect(() => parseTriggerEvent(given, configured)).toThrow(TriggerEventError);
  expect(() => parseTriggerEvent(given, configured)).toThrow(/Log Service trigger/);
});

test.each([
  ['region', { endpoint: 'http://cn-beijing-intranet.log.aliyuncs.com' }, configured.endpoint],
  ['host', { endpoint: 'https://log.example.com' }, configured.endpoint],
  [
    'lookalike',
    { endpoint: 'http://cn-hangzhou-intranet.log.aliyuncs.com.example.com' },
    configured.endpoint,
  ],
  ['project', { projectName: 'foreign' }, 'example'],
  ['logstore', { logstoreName: 'foreign' }, 'actiontrail_example'],
])('an event that points to another %s is refused', (_, changes, expected) => {
  expect(() => parseTriggerEvent(event(changes), configured)).toThrow(TriggerEventError);
  expect(() => parseTriggerEvent(event(changes), configured)).toThrow(expected);
});
