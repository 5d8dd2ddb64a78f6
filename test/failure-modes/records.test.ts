import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { deletion } from '../support/audit-event.ts';
import { openWorld } from '../support/open-world.ts';
import { DELETED, deletedRule, ruleOf, rulesOf } from '../support/rules.ts';
import { MARK, timesTold, toldOnce } from '../support/told.ts';

const HOUR_MS = 60 * 60 * 1000;
const OTHER = '00000000-0000-4000-8000-0000000000aa';

const text = JSON.stringify(deletion());

test.each<readonly [string, string, string | Uint8Array]>([
  ['null', 'not-an-object', 'null'],
  ['a string', 'not-an-object', '"DeleteVpcEndpointService"'],
  ['a number', 'not-an-object', '7'],
  ['a list', 'not-an-object', `[${text}]`],
  ['nothing', 'not-json', ''],
  ['half JSON', 'not-json', text.slice(0, -1)],
  ['a record without an event name', 'no-event-name', '{"eventId":"x"}'],
  ['a record whose event name is no text', 'no-event-name', '{"eventName":{"a":1}}'],
  ['lists 1,000 deep', 'not-an-object', '['.repeat(1_000) + ']'.repeat(1_000)],
  ['half of objects 1,000 deep', 'not-json', '{"eventName":'.repeat(1_000)],
  ['a megabyte of nothing', 'not-json', 'x'.repeat(1_000_000)],
  ['bytes that are no text', 'not-json', new Uint8Array([0xff, 0xfe, 0x00, 0xd8])],
])(
  'failure mode 5: %s amid a batch is a dead letter (%s), and its neighbours are told',
  async (_, why, poison) => {
    const world = await openWorld();
    const [before, after] = [0, 1].map((at) => deletion({ eventId: `event-${at}` }));
    const range = world.put([before, poison, after]);
    const summary: unknown = JSON.parse(await world.trigger(range));
    expect(summary).toMatchObject({ records: 3, malformed: 1, matches: 2, delivered: 2 });
    expect(world.journaled('malformed')).toMatchObject([{ why, origin: { shard: 0, index: 1 } }]);
    const letters = await world.letters();
    expect(letters).toMatchObject([
      { kind: 'record', reason: why, origin: { shard: 0, index: 1 } },
    ]);
    expect(JSON.stringify(letters).length).toBeLessThan(2_000);
    expect(world.shown('slack')).toHaveLength(1);
  },
);

test('failure mode 5: a log without the content that records stand in is a dead letter', async () => {
  const world = await openWorld();
  const range = world.logService.put(0, [{ time: 2_000_000_000, contents: { note: text } }]);
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ records: 1, malformed: 1 });
  expect(await world.letters()).toMatchObject([{ kind: 'record', reason: 'no-event-content' }]);
});

test.each([
  ['a time', { eventTime: undefined }],
  ['a time that is one', { eventTime: 'yesterday' }],
  ['additional data', { additionalEventData: undefined }],
  ['an id', { eventId: undefined }],
  ['a caller', { userIdentity: undefined }],
  ['a source', { sourceIpAddress: null, userAgent: null, acsRegion: null }],
  ['parameters', { requestParameters: null, referencedResources: null }],
])('failure mode 5: a record without %s is no poison: it alerts', async (_, changes) => {
  const world = await openWorld({}, rulesOf(deletedRule));
  expect(await world.deliver([deletion(changes)])).toMatchObject({ malformed: 0, delivered: 2 });
  expect(await world.letters()).toEqual([]);
});

test.each([
  ['of no interest', deletion({ eventName: 'ListVpcEndpoints' })],
  ['of a kind that nobody knows', { eventName: 'Heartbeat' }],
  ['that cannot be read', 'null'],
])(
  'failure mode 7: a record %s at the beginning costs the rest of the batch nothing',
  async (_, first) => {
    const world = await openWorld();
    expect(await world.deliver([first, deletion()])).toMatchObject({ records: 2, delivered: 2 });
    expect(await world.deliver([first])).toMatchObject({ records: 1, alerts: 0 });
  },
);

test.each<readonly [string, string | Uint8Array]>([
  ['behind a byte order mark', `\ufeff${text}`],
  ['encoded twice', JSON.stringify(text)],
  ['encoded three times', JSON.stringify(JSON.stringify(text))],
  ['amid white space', `\r\n\t ${text} \n`],
])('failure mode 25: a record %s is read', async (_, event) => {
  const world = await openWorld();
  expect(await world.deliver([event])).toMatchObject({ malformed: 0, matches: 1, delivered: 2 });
});

test.each<readonly [string, string | Uint8Array]>([
  ['in gzip', gzipSync(text)],
  ['in gzip, in base64', gzipSync(text).toString('base64')],
  ['in UTF-16', Buffer.from(text, 'utf16le')],
  ['as a form', 'eventName=DeleteVpcEndpointService'],
  ['as XML', '<event name="DeleteVpcEndpointService"/>'],
])('failure mode 25: a record %s is a dead letter, and not passed over', async (_, event) => {
  const world = await openWorld();
  expect(await world.deliver([event])).toMatchObject({ records: 1, skipped: 0, malformed: 1 });
  expect(await world.letters()).toMatchObject([{ kind: 'record', reason: 'not-json' }]);
});

test('failure mode 6: a rule that throws keeps no other rule from ringing, and is told of once an hour', async () => {
  const { rules, correlations } = rulesOf(deletedRule, ruleOf(OTHER, 'Broken'));
  const broken = rules.map((plan) => (plan.rule.id === OTHER ? { ...plan, detection: '{' } : plan));
  // At a full hour, so that the next one is an hour away.
  const start = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
  const world = await openWorld({ start }, { rules: broken, correlations });
  for (let batch = 0; batch < 3; batch += 1) {
    const summary = await world.deliver([deletion({ eventId: `event-${batch}` })]);
    expect(summary).toMatchObject({ matches: 1, delivered: 2 });
    await world.sleep(HOUR_MS / 4);
  }
  expect(world.journaled('rule-failed')).toMatchObject([
    { rule: OTHER, event: 'event-0', error: 'SyntaxError' },
    { rule: OTHER, event: 'event-1' },
    { rule: OTHER, event: 'event-2' },
  ]);
  expect(world.journaled('notice')).toHaveLength(1);
  expect(timesTold(world, 3)).toEqual(toldOnce(3));

  await world.sleep(HOUR_MS / 2);
  await world.deliver([deletion({ eventId: 'later' })]);
  expect(world.journaled('notice')).toMatchObject([
    { notice: { kind: 'rule-failed', rule: OTHER }, channel: 'dingtalk' },
    { notice: { kind: 'rule-failed', rule: OTHER }, channel: 'dingtalk' },
  ]);
});

test('failure mode 6: a rule that fails twice around a full hour is told of once', async () => {
  const { rules, correlations } = rulesOf(deletedRule);
  const broken = rules.map((plan) => ({ ...plan, detection: '{' }));
  const start = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS - 60_000;
  const world = await openWorld({ start }, { rules: broken, correlations });
  await world.deliver([deletion({ eventId: 'before' })]);
  await world.sleep(120_000);
  await world.deliver([deletion({ eventId: 'after' })]);
  expect(world.journaled('notice')).toHaveLength(1);
});

test('failure mode 6: a regular expression that others hang on takes no time', async () => {
  const evil = 'userAgent|re: ^(([a-z])+.)+[A-Z]([a-z])+$';
  const rules = rulesOf(deletedRule, ruleOf(OTHER, 'ReDoS', evil));
  const world = await openWorld({}, rules);
  const userAgent = 'a'.repeat(100_000);
  expect(await world.deliver([deletion({ userAgent })])).toMatchObject({
    matches: 1,
    delivered: 2,
  });
  expect(world.journaled('alert')).toMatchObject([{ rule: DELETED }]);
  expect(world.journaled('rule-failed')).toEqual([]);
});

test.each([
  ['an hour ahead', '2033-05-18T04:33:20Z'],
  ['an hour behind', '2033-05-18T02:33:20Z'],
  ['in another zone', '2033-05-18T11:33:20+08:00'],
  ['in the year 9999', '9999-12-31T23:59:59Z'],
  ['in the year 1', '0001-01-01T00:00:00Z'],
])('failure mode 14: an event whose clock is %s alerts', async (_, eventTime) => {
  const world = await openWorld();
  expect(await world.deliver([deletion({ eventTime })])).toMatchObject({ delivered: 2 });
});

test('failure mode 14: a timestamp that DingTalk refuses once is signed anew', async () => {
  const world = await openWorld();
  const stale = { status: 200, body: { errcode: 310000, errmsg: 'invalid timestamp' } };
  world.inbox.answerWith('dingtalk', { kind: 'answer', answer: stale });
  expect(await world.deliver([deletion()])).toMatchObject({ delivered: 2, deadLetters: 0 });
  expect(world.shown('dingtalk')).toHaveLength(1);
  expect(world.shown('dingtalk')[0]).not.toContain(MARK);
});

test.each([-2, 2])(
  'failure mode 14: where the clock is %d hours off DingTalk is dead, and Slack is told of it',
  async (hours) => {
    const world = await openWorld();
    const range = world.put([deletion()]);
    const skewed = world.openApp({ now: () => world.now() + hours * HOUR_MS });
    const summary: unknown = JSON.parse(await world.trigger(range, 0, skewed));
    expect(summary).toMatchObject({ delivered: 1, deadLetters: 1 });
    expect(world.journaled('notice')).toMatchObject([
      { notice: { kind: 'dead-channel', channel: 'dingtalk' }, channel: 'slack' },
    ]);
  },
);
