import { afterEach, beforeEach, expect, test } from 'vitest';
import { BatchIncompleteError, createApp } from '../src/app.ts';
import { ConfigError } from '../src/model/config-error.ts';
import { deletion } from './support/audit-event.ts';
import { shippedProject } from './support/shipped.ts';
import { contextOf, startWorld } from './support/world.ts';

let world: Awaited<ReturnType<typeof startWorld>>;

beforeEach(async () => {
  world = await startWorld();
});

afterEach(() => world.close());

const harmless = deletion({ eventName: 'ListVpcEndpoints' });

test('a delivered range becomes a message in DingTalk and one in Slack', async () => {
  const summary = await world.deliver([harmless, deletion(), harmless]);
  expect(summary).toMatchObject({ records: 3, skipped: 2, evaluated: 1, matches: 1 });
  expect(summary).toMatchObject({ alerts: 1, delivered: 2 });
  const messages = world.inbox.messages();
  expect(messages.map(({ channel, fate }) => `${channel} ${fate}`).toSorted()).toEqual([
    'dingtalk shown',
    'slack shown',
  ]);
  for (const { payload } of messages) {
    expect(JSON.stringify(payload)).toContain('epsrv-example1');
  }
});

test('an empty range sends nothing and succeeds', async () => {
  const { end } = world.put([deletion()]);
  const summary: unknown = JSON.parse(await world.trigger({ begin: end, end }));
  expect(summary).toMatchObject({ records: 0, alerts: 0, delivered: 0 });
});

test('the end of a range is exclusive', async () => {
  const first = world.put([deletion({ eventId: 'first' })]);
  world.put([deletion({ eventId: 'second' })]);
  expect(JSON.parse(await world.trigger(first))).toMatchObject({ records: 1 });
});

test('a range of many pages is read whole', async () => {
  const records = Array.from({ length: 10 }, (_, at) => deletion({ eventId: `event-${at}` }));
  const summary = await world.deliver(records);
  expect(summary).toMatchObject({ records: 10, matches: 10, alerts: 1 });
  expect(world.logService.requests().length).toBeGreaterThan(3);
});

test('the summary of 1,000 records with 3 bad ones among them adds up', async () => {
  const records: unknown[] = Array.from({ length: 997 }, (_, at) =>
    at % 100 === 0 ? deletion({ eventId: `match-${at}` }) : { ...harmless, eventId: `read-${at}` },
  );
  records.splice(10, 0, 'null');
  records.splice(500, 0, '{"eventName":"Dele');
  records.splice(999, 0, '"DeleteDesktops"');
  const summary = await world.deliver(records);
  expect(summary).toMatchObject({ records: 1000, malformed: 3, matches: 10, alerts: 1, owed: 2 });
  const { records: all, skipped, malformed, evaluated } = summary;
  expect(skipped + malformed + evaluated).toBe(all);
  const { delivered, suppressed, muted, held, deadLetters, retried, owed } = summary;
  expect(delivered + suppressed + muted + held + deadLetters + retried).toBe(owed);
  expect(world.journal.filter(({ kind }) => kind === 'malformed')).toHaveLength(3);
  expect(world.journal.at(-1)).toEqual({ kind: 'batch', ...summary });
});

test.each([
  ['null', 'null'],
  ['a string', '"x"'],
  ['half JSON', '{"eventName":'],
  ['JSON nested 1,000 deep', '['.repeat(1000) + ']'.repeat(1000)],
  ['5 MB of nothing', 'x'.repeat(5_000_000)],
  ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00])],
])('%s in a batch costs no other record its alert', async (_, bad) => {
  const before = deletion({ eventId: 'before' });
  const after = deletion({ eventId: 'after' });
  const summary = await world.deliver([before, bad, after]);
  expect(summary).toMatchObject({ malformed: 1, matches: 2, alerts: 1, delivered: 2 });
});

test.each([
  ['double-encoded', JSON.stringify(JSON.stringify(deletion()))],
  ['with lone surrogates', deletion({ userAgent: '\ud800 \udc00' })],
  ['5 MB long', deletion({ requestParameters: { ServiceId: 'x'.repeat(5_000_000) } })],
  ['without a time', deletion({ eventTime: undefined })],
])('a record that is %s still alerts', async (_, record) => {
  expect(await world.deliver([record])).toMatchObject({ malformed: 0, alerts: 1, delivered: 2 });
});

test('what one actor does in one batch is one alert ×N', async () => {
  const bob = {
    userIdentity: { type: 'ram-user', userName: 'bob', accountId: '1234567890123456' },
  };
  await world.deliver([
    deletion({ eventId: '1' }),
    deletion({ eventId: '2' }),
    deletion({ eventId: '3', ...bob }),
  ]);
  const counts = world.journal.flatMap((entry) => (entry.kind === 'alert' ? [entry.count] : []));
  expect(counts).toEqual([2, 1]);
});

test('a record that was delivered twice happened once', async () => {
  await world.deliver([deletion(), deletion()]);
  expect(world.journal).toContainEqual(expect.objectContaining({ kind: 'alert', count: 1 }));
});

test('throttling and errors of Log Service are ridden out', async () => {
  world.logService.fail({ kind: 'error', status: 403, errorCode: 'ReadQuotaExceed' }, { times: 2 });
  world.logService.fail({ kind: 'error', status: 500, errorCode: 'InternalServerError' });
  world.logService.fail({ kind: 'reset' });
  expect(await world.deliver([deletion()])).toMatchObject({ alerts: 1, delivered: 2 });
});

test('credentials that are refused fail the invocation, and say what the role lacks', async () => {
  const range = world.put([deletion()]);
  const event = world.logService.triggerEvent(0, range);
  const stranger = contextOf({
    id: 'test-key',
    secret: 'wrong-secret',
    securityToken: 'test-token',
  });
  const failure = world.app.detect(event, stranger);
  await expect(failure).rejects.toMatchObject({ name: 'LogServiceError', passing: false });
  await expect(failure).rejects.not.toThrow('wrong-secret');
});

test('where one channel fails the batch comes again, and the other is not told twice', async () => {
  world.inbox.answerWith('slack', { kind: 'answer', answer: { status: 503, body: 'busy' } }, 5);
  const range = world.put([deletion()]);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(BatchIncompleteError);
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ owed: 1, delivered: 1 });
  const shown = world.inbox.messages().filter(({ fate }) => fate === 'shown');
  expect(shown.map(({ channel }) => channel).toSorted()).toEqual(['dingtalk', 'slack']);
});

test('a batch that was told before says so, and is quiet', async () => {
  const range = world.put([deletion()]);
  await world.trigger(range);
  expect(JSON.parse(await world.trigger(range))).toMatchObject({
    matches: 1,
    repeated: 1,
    owed: 0,
  });
});

test('what a channel refuses for good is a dead letter, and the batch succeeds', async () => {
  const gone = { status: 410, body: 'channel_is_archived' };
  world.inbox.answerWith('slack', { kind: 'answer', answer: gone });
  expect(await world.deliver([deletion()])).toMatchObject({ delivered: 1, deadLetters: 1 });
  expect(world.journal).toContainEqual(
    expect.objectContaining({
      kind: 'dead-letter',
      channel: 'slack',
      events: [deletion()['eventId']],
    }),
  );
});

test('where reading breaks off, what was found until then has been told', async () => {
  const range = world.put(Array.from({ length: 4 }, (_, at) => deletion({ eventId: `${at}` })));
  world.logService.fail({ kind: 'error', status: 404, errorCode: 'LogStoreNotExist' }, { skip: 1 });
  await expect(world.trigger(range)).rejects.toMatchObject({ code: 'LogStoreNotExist' });
  expect(world.journal).toContainEqual(expect.objectContaining({ kind: 'alert', count: 3 }));
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ records: 1, alerts: 1 });
  expect(world.journal).toContainEqual(expect.objectContaining({ kind: 'resumed', shard: 0 }));
});

test('a configuration that is wrong fails every invocation, and acknowledges nothing', async () => {
  const wrong = await startWorld({ config: { source: {}, channels: {}, typo: 1 } });
  try {
    expect(() => wrong.app.check()).toThrow(ConfigError);
    const range = wrong.put([deletion()]);
    await expect(wrong.trigger(range)).rejects.toThrow(ConfigError);
    await expect(wrong.trigger(range)).rejects.toThrow(ConfigError);
    expect(wrong.logService.requests()).toEqual([]);
  } finally {
    await wrong.close();
  }
});

test('an event that points to another logstore is refused before anything is asked', async () => {
  const event = world.logService.triggerEvent(0, world.put([deletion()]));
  const foreign = { ...event, source: { ...event.source, logstoreName: 'foreign' } };
  await expect(world.app.detect(foreign, contextOf())).rejects.toThrow('actiontrail_example');
  expect(world.logService.requests()).toEqual([]);
});

test('a context without credentials is refused, and says that a role is missing', async () => {
  const event = world.logService.triggerEvent(0, world.put([deletion()]));
  await expect(world.app.detect(event, { function: { timeout: 60 } })).rejects.toThrow(/role/);
});

test('outside of this machine only a Log Service endpoint is taken', async () => {
  const app = createApp({
    project: {
      ...shippedProject(),
      config: {
        source: { endpoint: 'log.example.com', project: 'example', logstore: 'example' },
        channels: { a: { type: 'slack', webhook: 'https://hooks.slack.com/services/T0/B0/x' } },
      },
    },
    env: {},
  });
  expect(() => app.check()).toThrow(/source\.endpoint/);
});

test('a record that is a maze for rules without fields costs no other record its alert', async () => {
  const depth = 6_000;
  const maze = `{"${'a.'.repeat(depth)}":1,"a":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;
  const text = JSON.stringify(deletion({ requestParameters: 0, eventId: 'maze' }));
  const poison = text.replace('"requestParameters":0', `"requestParameters":${maze}`);
  const rules = shippedProject().rules.map(({ rule, ...plan }) => ({
    ...plan,
    rule: { ...rule, fields: [] },
  }));
  const bare = await startWorld({ rules });
  try {
    const summary = await bare.deliver([
      deletion({ eventId: 'a' }),
      poison,
      deletion({ eventId: 'b' }),
    ]);
    expect(summary).toMatchObject({ malformed: 0, matches: 3, delivered: 2 });
  } finally {
    await bare.close();
  }
});

test('two people behind one role are two actors', async () => {
  const as = (session: string) => ({
    eventId: session,
    userIdentity: { type: 'assumed-role', userName: `admin:${session}`, accountId: '1' },
  });
  await world.deliver([deletion(as('alice')), deletion(as('bob'))]);
  expect(world.journal.filter(({ kind }) => kind === 'alert')).toHaveLength(2);
});

test('a role that opens a session for every call does not ring for every call', async () => {
  const sessions = Array.from({ length: 50 }, (_, at) =>
    deletion({
      eventId: `event-${at}`,
      userIdentity: { type: 'assumed-role', userName: `ci:run-${at}`, accountId: '1' },
    }),
  );
  await world.deliver(sessions);
  const counts = world.journal.flatMap((entry) => (entry.kind === 'alert' ? [entry.count] : []));
  expect(counts).toEqual([1, 1, 1, 1, 1, 45]);
});
