import { afterEach, expect, test } from 'vitest';
import { rawView } from '../src/actiontrail/rule-view.ts';
import { BatchIncompleteError } from '../src/app.ts';
import { ConfigError } from '../src/model/config-error.ts';
import { readCollection } from '../src/sigma/collection/read-collection.ts';
import { planRules } from '../src/sigma/match/plan-rules.ts';
import { deletion } from './support/audit-event.ts';
import { startWorld } from './support/world.ts';

const DELETED = '00000000-0000-4000-8000-000000000001';
const MANY = '00000000-0000-4000-8000-000000000002';

const deletedRule = `title: Endpoint Service Deleted
name: deleted
id: ${DELETED}
level: low
logsource: {product: alicloud, service: actiontrail}
detection:
    selection: {serviceName: PrivateLink, eventName: DeleteVpcEndpointService}
    condition: selection
`;

const many = (more = '', groupBy = '[userIdentity.userName]') => `---
title: Many Endpoint Services Deleted
id: ${MANY}
level: critical
correlation:
    type: event_count
    rules: [deleted]
    group-by: ${groupBy}
    timespan: 10m
    condition: {gte: 3}
    ${more}
runbook: [Ask the caller., Disable the access key.]
zh:
    title: 大量终端节点服务被删除
    runbook: [联系操作人。]
`;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Changes = Parameters<typeof startWorld>[0];

async function worldOf(text: string, changes: Changes = {}) {
  const { rules, correlations, problems } = readCollection([{ file: 'a.yml', text }], new Map());
  expect(problems).toEqual([]);
  const world = await startWorld({ rules: planRules(rules, rawView), correlations, ...changes });
  closers.push(() => world.close());
  return world;
}

type World = Awaited<ReturnType<typeof worldOf>>;

const local = (more: object) => ({
  config: {
    source: { endpoint: '${LOG_ENDPOINT}', project: 'example', logstore: 'actiontrail_example' },
    channels: { slack: { type: 'slack', webhook: '${SLACK_WEBHOOK}' } },
    ...more,
  },
});

/** The deletion of one endpoint service, so many minutes after seven. */
const at = (minute: number, changes: Readonly<Record<string, unknown>> = {}) =>
  deletion({
    eventId: `event-${minute}`,
    eventTime: new Date(Date.UTC(2026, 10, 21, 7, minute)).toISOString(),
    requestParameters: { ServiceId: `epsrv-${minute}` },
    referencedResources: { 'ACS::PrivateLink::VpcEndpointService': [`epsrv-${minute}`] },
    ...changes,
  });

const by = (userName: string) => ({
  userIdentity: { type: 'ram-user', accountId: '1234567890123456', userName },
});

const alertsIn = ({ journal }: World) =>
  journal.flatMap((entry) => (entry.kind === 'alert' ? [entry] : []));

/** What readers of a channel see, without any markup. */
function shown({ inbox }: World, channel: 'dingtalk' | 'slack' = 'dingtalk'): readonly string[] {
  return inbox
    .messages()
    .filter((message) => message.channel === channel && message.fate === 'shown')
    .map(({ payload }) => {
      const texts: string[] = [];
      JSON.stringify(payload, (key, value: unknown) => {
        if (key === 'text' && typeof value === 'string') texts.push(value);
        return value;
      });
      return texts.join('').replaceAll('*', '');
    });
}

test('three deletions by one user within ten minutes ring once, whatever batches they come in', async () => {
  const world = await worldOf(deletedRule + many());
  expect(await world.deliver([at(1), at(2)])).toMatchObject({
    evaluated: 2,
    matches: 0,
    correlated: 0,
    alerts: 0,
  });
  expect(await world.deliver([at(4)])).toMatchObject({ correlated: 1, alerts: 1, delivered: 2 });
  expect(await world.deliver([at(5)])).toMatchObject({ correlated: 0, alerts: 0 });
  expect(alertsIn(world)).toMatchObject([{ rule: MANY, level: 'critical', count: 3 }]);
});

test('deletions of several users, or too far apart, are none of one correlation', async () => {
  const world = await worldOf(deletedRule + many());
  await world.deliver([at(1), at(2), at(3, by('bob')), at(15), at(16)]);
  expect(alertsIn(world)).toEqual([]);
});

test('a batch that comes again counts nothing twice and rings nothing twice', async () => {
  const world = await worldOf(deletedRule + many());
  const two = world.put([at(1), at(2)]);
  await world.trigger(two);
  await world.trigger(two);
  expect(alertsIn(world)).toEqual([]);
  const third = world.put([at(3)]);
  await world.trigger(third);
  expect(JSON.parse(await world.trigger(third))).toMatchObject({
    correlated: 1,
    repeated: 1,
    alerts: 0,
    owed: 0,
  });
  await world.trigger(two);
  expect(alertsIn(world)).toHaveLength(1);
  expect(shown(world)).toHaveLength(1);
});

test('the rules of a correlation are quiet unless it generates', async () => {
  const quiet = await worldOf(deletedRule + many());
  expect(await quiet.deliver([at(1), at(2)])).toMatchObject({ matches: 0, alerts: 0 });
  const loud = await worldOf(deletedRule + many('generate: true'));
  expect(await loud.deliver([at(1), at(2)])).toMatchObject({ matches: 2, alerts: 1 });
  expect(await loud.deliver([at(3)])).toMatchObject({ matches: 1, correlated: 1, alerts: 2 });
  // The gravest first.
  expect(alertsIn(loud).map(({ rule }) => rule)).toEqual([DELETED, MANY, DELETED]);
});

test('a channel that fails is told on the next try, by the same id, and no other is told twice', async () => {
  const world = await worldOf(deletedRule + many());
  world.inbox.answerWith('slack', { kind: 'answer', answer: { status: 503, body: 'busy' } }, 5);
  const range = world.put([at(1), at(2), at(3)]);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(BatchIncompleteError);
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ owed: 1, delivered: 1 });
  const [first, second, ...more] = alertsIn(world);
  expect(more).toEqual([]);
  expect(second?.alert).toBe(first?.alert);
  expect(second?.events).toEqual(first?.events);
  expect(second?.channels).toEqual({ slack: 'delivered' });
  expect(shown(world, 'slack')).toHaveLength(1);
  expect(shown(world, 'dingtalk')).toHaveLength(1);
});

test.each(['dingtalk', 'slack'] as const)(
  'a message in %s tells who did what, how often in what time, and what to do',
  async (channel) => {
    const world = await worldOf(deletedRule + many());
    await world.deliver([at(1), at(2), at(4)]);
    const [text = '', ...more] = shown(world, channel);
    expect(more).toEqual([]);
    for (const part of [
      '🔴 CRITICAL · Many Endpoint Services Deleted ×3',
      'alice deleted an endpoint service: epsrv-1, epsrv-2, epsrv-4.',
      '3 events within 10 min · userIdentity.userName = alice',
      '2026-11-21 15:01:00 – 15:04:00 Asia/Shanghai · 07:01:00 – 07:04:00 UTC',
      'Ask the caller.',
      'Disable the access key.',
    ]) {
      expect(text).toContain(part);
    }
  },
);

test('a message in Chinese says the same', async () => {
  const world = await worldOf(deletedRule + many(), local({ locale: 'zh' }));
  await world.deliver([at(1), at(2), at(4)]);
  const [text] = shown(world, 'slack');
  expect(text).toContain('🔴 严重 · 大量终端节点服务被删除 ×3');
  expect(text).toContain('alice 成功删除终端节点服务：epsrv-1、epsrv-2、epsrv-4。');
  expect(text).toContain('10 分钟内 3 个事件 · userIdentity.userName = alice');
  expect(text).toContain('联系操作人。');
});

test('what came to nothing is told as such', async () => {
  const world = await worldOf(deletedRule + many());
  const denied = { errorCode: 'Forbidden.RAM' };
  await world.deliver([at(1, denied), at(2, denied), at(3, denied)]);
  const [text] = shown(world);
  expect(text).toContain('Denied: Many Endpoint Services Deleted ×3');
  expect(text).toContain('alice tried to delete an endpoint service');
  expect(text).toContain('but was denied (Forbidden.RAM)');
});

test('several actors are all named', async () => {
  const world = await worldOf(deletedRule + many('', '[sourceIpAddress]'));
  await world.deliver([at(1), at(2, by('bob')), at(3)]);
  const [text] = shown(world);
  expect(text).toContain('alice, bob deleted an endpoint service: epsrv-1, epsrv-2, epsrv-3.');
  expect(text).toContain('sourceIpAddress = 203.0.113.7');
});

test('more actors than are named are others', async () => {
  const world = await worldOf(
    deletedRule + many('', '[sourceIpAddress]').replace('gte: 3', 'gte: 5'),
  );
  const root = { userIdentity: { type: 'root-account', userName: 'root' } };
  await world.deliver([
    at(1, root),
    ...['b', 'c', 'd'].map((name, i) => at(2 + i, by(name))),
    at(6),
  ]);
  expect(shown(world)[0]).toContain('root, b, c and others deleted an endpoint service');
  expect(shown(world)[0]).toMatch(/Callers root, b, c, d, alice/);
});

test('what follows on what is told in turn: who did each, and from where', async () => {
  const world = await worldOf(`${deletedRule}---
title: Trail Stopped
name: stopped
logsource: {product: alicloud, service: actiontrail}
detection: {selection: {eventName: StopLogging}, condition: selection}
---
title: Deleted And Then Stopped
id: 00000000-0000-4000-8000-000000000004
level: high
correlation:
    type: temporal_ordered
    rules: [${DELETED}, stopped]
    group-by: [acsRegion]
    timespan: 1h
`);
  const stop = { eventName: 'StopLogging', serviceName: 'Actiontrail' };
  await world.deliver([
    at(5, { ...by('bob'), ...stop, sourceIpAddress: '198.51.100.9' }),
    at(1, by('alice')),
  ]);
  expect(shown(world)[0]).toMatch(
    /In turn 1\. alice DeleteVpcEndpointService 203\.0\.113\.7.* → 2\. bob StopLogging 198\.51\.100\.9/,
  );
  expect(shown(world)[0]).toContain('PrivateLink, Actiontrail');
});

test('whose calls came to nothing is not said to have done it', async () => {
  const world = await worldOf(deletedRule + many('', '[sourceIpAddress]'));
  const denied = { errorCode: 'Forbidden.RAM', ...by('bob') };
  await world.deliver([at(1, denied), at(2, denied), at(3)]);
  const [text] = shown(world);
  expect(text).toContain(
    'alice deleted an endpoint service: epsrv-3; 2 more denied (Forbidden.RAM).',
  );
  expect(text).toMatch(/Callers alice, bob/);
});

test('where not all events are remembered the message says so', async () => {
  const world = await worldOf(deletedRule + many().replace('gte: 3', 'gte: 15'));
  await world.deliver(
    Array.from({ length: 15 }, (_, second) =>
      at(second, { eventTime: `2026-11-21T07:00:${10 + second}Z` }),
    ),
  );
  const [text] = shown(world);
  expect(text).toContain('Deleted ×15');
  expect(text).toContain('epsrv-5, epsrv-6, epsrv-7, 7+ more.');
  expect(text).toContain('the latest 10 are told here');
});

test('groups that ring in one batch are two messages', async () => {
  const world = await worldOf(deletedRule + many());
  await world.deliver(
    [1, 2, 3].flatMap((minute) => [
      at(minute),
      at(minute, { ...by('bob'), eventId: `bob-${minute}` }),
    ]),
  );
  const texts = shown(world).toSorted();
  expect(texts).toHaveLength(2);
  expect(texts.join()).toContain('userName = alice');
  expect(texts.join()).toContain('userName = bob');
  expect(new Set(alertsIn(world).map(({ alert }) => alert)).size).toBe(2);
});

test.each([
  ['[requestParameters.Password]', { Password: 'hunter2-secret' }, 'hunter2-secret'],
  ['[requestParameters.Note]', { Note: 'x --password hunter2-secret' }, 'hunter2-secret'],
  ['[requestParameters.Key]', { Key: 'LTAI5tHunterHunter9999' }, 'HunterHunter'],
  ['[userIdentity.userName]', { Password: 'hunter2-secret' }, 'hunter2-secret'],
])('secrets in what is grouped by %s reach no reader', async (groupBy, parameters, secret) => {
  const world = await worldOf(deletedRule + many('', groupBy));
  const requestParameters = { ServiceId: 'epsrv-x', ...parameters };
  await world.deliver([1, 2, 3].map((minute) => at(minute, { requestParameters })));
  expect(world.inbox.messages()).toHaveLength(2);
  expect(JSON.stringify(world.inbox.messages())).not.toContain(secret);
  expect(JSON.stringify(world.journal)).not.toContain(secret);
});

test('what a stranger writes into a group is no markup', async () => {
  const world = await worldOf(deletedRule + many());
  const evil = by('<!channel> [x](https://evil.example) @all');
  await world.deliver([1, 2, 3].map((minute) => at(minute, evil)));
  const texts = JSON.stringify(world.inbox.messages().map(({ payload }) => payload));
  expect(world.inbox.messages().map(({ fate }) => fate)).toEqual(['shown', 'shown']);
  expect(texts).not.toContain('](https://evil');
});

test('a correlation that is switched off neither rings nor keeps its rules quiet', async () => {
  const world = await worldOf(
    deletedRule + many(),
    local({ rules: { [MANY]: { enabled: false } } }),
  );
  expect(await world.deliver([at(1), at(2), at(3)])).toMatchObject({ matches: 3, correlated: 0 });
  expect(alertsIn(world)).toMatchObject([{ rule: DELETED, count: 3 }]);
});

test('the level of a correlation can be changed', async () => {
  const world = await worldOf(
    deletedRule + many(),
    local({ rules: { [MANY]: { level: 'medium' } } }),
  );
  await world.deliver([at(1), at(2), at(3)]);
  expect(alertsIn(world)).toMatchObject([{ rule: MANY, level: 'medium' }]);
});

test('a correlation whose rule is switched off is a configuration error that names it', async () => {
  const other = deletedRule
    .replace('name: deleted', 'name: other')
    .replace(DELETED, `${DELETED.slice(0, -1)}9`);
  const world = await worldOf(
    `${deletedRule}---\n${other}${many()}`,
    local({ rules: { [DELETED]: { enabled: false } } }),
  );
  expect(() => world.app.check()).toThrow(ConfigError);
  expect(() => world.app.check()).toThrow(expect.objectContaining({ key: `rules.${MANY}` }));
  const both = await worldOf(
    `${deletedRule}---\n${other}${many()}`,
    local({ rules: { [DELETED]: { enabled: false }, [MANY]: { enabled: false } } }),
  );
  expect(await both.deliver([at(1)])).toMatchObject({ matches: 1 });
});

test('what a bound left out of a correlation is a line in the journal', async () => {
  const world = await worldOf(deletedRule + many());
  await world.deliver([at(59, { eventTime: '2026-11-21T12:00:00Z' })]);
  await world.deliver([at(1), at(2)]);
  expect(world.journal).toContainEqual({
    kind: 'correlation-bound',
    bound: 'late',
    correlation: MANY,
    count: 2,
  });
  expect(alertsIn(world)).toEqual([]);
});

test('correlations may build on each other', async () => {
  const world = await worldOf(
    `${deletedRule}${many()}---
title: Deleted And Tidied Up
id: 00000000-0000-4000-8000-000000000003
level: high
correlation:
    type: temporal_ordered
    rules: [${MANY}, tidied]
    group-by: [userIdentity.userName]
    timespan: 1h
---
title: Trail Stopped
name: tidied
logsource: {product: alicloud, service: actiontrail}
detection: {selection: {eventName: StopLogging}, condition: selection}
`,
  );
  const stop = at(30, { eventName: 'StopLogging', serviceName: 'Actiontrail' });
  expect(await world.deliver([at(1), at(2), at(3)])).toMatchObject({ correlated: 0 });
  expect(await world.deliver([stop])).toMatchObject({ correlated: 1, alerts: 1 });
  expect(shown(world)[0]).toContain('Deleted And Tidied Up');
  expect(shown(world)[0]).not.toContain('×2');
  expect(shown(world)[0]).toContain('StopLogging');
});

test('a message shows the fields that the rule names, and those of the correlation', async () => {
  const fields = 'fields: [requestParameters.Reason]\n';
  const world = await worldOf(
    `${deletedRule}${fields}${many()}fields: [requestParameters.Ticket, additionalEventData.Scheme]\n`,
  );
  const explained = (minute: number) =>
    at(minute, {
      requestParameters: { ServiceId: 'epsrv-1', Reason: 'tidy', Ticket: 'T-7', Other: 'no' },
      additionalEventData: { Scheme: 'https' },
    });
  await world.deliver([explained(1), explained(2), explained(3)]);
  const [message] = shown(world);
  for (const text of ['Reason = tidy', 'Ticket = T-7', 'Scheme = https']) {
    expect(message).toContain(text);
  }
  expect(message).not.toContain('Other');
});

test('a value that an alias stands for is redacted by the name of its field', async () => {
  const aliases = 'aliases: {who: {deleted: requestParameters.Password}}';
  const world = await worldOf(`${deletedRule}${many(aliases, '[who]')}`);
  const secret = { requestParameters: { Password: 'hunter2-plain-secret' } };
  await world.deliver([at(1, secret), at(2, secret), at(3, secret)]);
  expect(shown(world)[0]).toContain('redacted');
  expect(JSON.stringify(world.inbox.messages())).not.toContain('hunter2');
});

test('a record from the future does not silence its group', async () => {
  const world = await worldOf(`${deletedRule}${many()}`);
  const future = at(0, { eventTime: '2099-01-01T00:00:00Z' });
  const logged = Date.UTC(2026, 10, 21, 7, 5) / 1000;
  await world.deliver([future], logged);
  expect(await world.deliver([at(1), at(2), at(3)], logged)).toMatchObject({ correlated: 1 });
});
