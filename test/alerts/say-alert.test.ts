import { expect, test } from 'vitest';
import { groupMatches } from '../../src/alerts/group-matches.ts';
import { sayAlert } from '../../src/alerts/say-alert.ts';
import type { Alert, Circumstances, RuleSnapshot } from '../../src/model/alert.ts';
import type { Locale } from '../../src/model/locale.ts';
import type { Text } from '../../src/model/text.ts';
import { deletion, eventOf } from '../support/audit-event.ts';
import { routedTo } from '../support/routed.ts';

const rule: RuleSnapshot = {
  id: '00000000-0000-4000-8000-000000000001',
  title: 'Endpoint Service Deleted',
  level: 'high',
  tags: [],
  fields: [],
  runbook: ['Ask the actor.'],
  zh: { title: '终端节点服务被删除', runbook: ['联系操作人。'] },
};

test.each<[string, Locale, readonly object[], string]>([
  ['a success', 'en', [{}], 'alice deleted an endpoint service: epsrv-example1.'],
  ['a success', 'zh', [{}], 'alice 成功删除终端节点服务：epsrv-example1。'],
  [
    'a denied call',
    'en',
    [{ errorCode: 'Forbidden.RAM' }],
    'alice tried to delete an endpoint service: epsrv-example1, but was denied (Forbidden.RAM).',
  ],
  [
    'a denied call',
    'zh',
    [{ errorCode: 'Forbidden.RAM' }],
    'alice 尝试删除终端节点服务：epsrv-example1，但被拒绝（Forbidden.RAM）。',
  ],
  [
    'a call that failed',
    'en',
    [{ errorCode: 'EndpointServiceNotFound' }],
    'alice tried to delete an endpoint service: epsrv-example1, but it failed (EndpointServiceNotFound).',
  ],
  [
    'several that ended differently',
    'en',
    [{}, { errorCode: 'NoPermission' }, { errorCode: 'NoPermission' }],
    'alice deleted an endpoint service: epsrv-example1; 2 more denied (NoPermission).',
  ],
  [
    'several that ended differently',
    'zh',
    [{}, { errorCode: 'NoPermission' }],
    'alice 成功删除终端节点服务：epsrv-example1；另有 1 次被拒绝（NoPermission）。',
  ],
  [
    'several that came to nothing in different ways',
    'en',
    [{ errorCode: 'NotFound' }, { errorCode: 'NoPermission' }],
    'alice tried to delete an endpoint service 2 times: epsrv-example1 — 1 denied (NoPermission), 1 failed (NotFound).',
  ],
  [
    'a caller with a name and no type',
    'en',
    [{ userIdentity: { userName: 'alice' } }],
    'alice deleted an endpoint service: epsrv-example1.',
  ],
  [
    'one call among others that came to nothing',
    'en',
    [{ errorCode: 'NoPermission' }, { eventName: 'DeleteVpcEndpoint' }],
    'alice deleted an endpoint: epsrv-example1; 1 more denied (NoPermission).',
  ],
  [
    'more events than are named',
    'en',
    ['A', 'B', 'C', 'D', 'E', 'F'].map((eventName) => ({ eventName })),
    'alice called A, B, C, D, E and others 6 times: epsrv-example1.',
  ],
  [
    'a caller without a name',
    'en',
    [{ userIdentity: null }],
    'An unknown caller deleted an endpoint service: epsrv-example1.',
  ],
  [
    'resources as JSON text',
    'en',
    [{ referencedResources: undefined, requestParameters: { ServiceId: '["epsrv-a","epsrv-b"]' } }],
    'alice deleted an endpoint service: epsrv-a, epsrv-b.',
  ],
  [
    'an event the catalogue does not know',
    'en',
    [{ eventName: 'ExplodeVpcEndpoint' }],
    'alice called ExplodeVpcEndpoint: epsrv-example1.',
  ],
  [
    'different events',
    'en',
    [{}, { eventName: 'DeleteVpcEndpoint' }],
    'alice called DeleteVpcEndpointService, DeleteVpcEndpoint 2 times: epsrv-example1.',
  ],
  [
    'no resource',
    'en',
    [{ referencedResources: undefined, requestParameters: {} }],
    'alice deleted an endpoint service.',
  ],
  [
    'many resources',
    'en',
    [{ referencedResources: { 'ACS::X::Y': ['a', 'b', 'c', 'd', 'e'] } }],
    'alice deleted an endpoint service: a, b, c, 2 more.',
  ],
  [
    'a role',
    'en',
    [{ userIdentity: { type: 'assumed-role', userName: 'deployer:ci-7' } }],
    'deployer (ci-7) deleted an endpoint service: epsrv-example1.',
  ],
  [
    'root',
    'zh',
    [{ userIdentity: { type: 'root-account', userName: 'root' } }],
    'root（主账号） 成功删除终端节点服务：epsrv-example1。',
  ],
])('the sentence of %s (%s)', (_, locale, changes, expected) => {
  expect(plain(say(alertOf(changes), locale).sentence)).toBe(expected);
});

test('the facts come in the order in which an on-call person reads', () => {
  const userIdentity = {
    type: 'ram-user',
    accountId: '1234567890123456',
    userName: 'alice',
    accessKeyId: 'LTAI5tExample0000abcd',
    sessionContext: { attributes: { mfaAuthenticated: 'false' } },
  };
  const { facts } = say(alertOf([{ userIdentity }]), 'en');
  expect(facts.map(({ label, text }) => `${label}: ${plain(text)}`)).toEqual([
    'Outcome: succeeded',
    'Operation: DeleteVpcEndpointService · PrivateLink',
    'From: 203.0.113.7 · aliyun-cli/3.0',
    'Account: production (1234567890123456) · cn-hangzhou',
    'Time: 2026-11-21 15:04:05 Asia/Shanghai · 07:04:05 UTC',
    'Signed in: RAM user · access key LTAI…abcd · no MFA',
  ]);
});

test('title, runbook and labels are in the language of the reader', () => {
  const chinese = say(alertOf([{}, {}]), 'zh');
  expect(plain(chinese.title)).toBe('🟠 高危 · 终端节点服务被删除 ×2');
  expect(chinese.steps.items.map(plain)).toEqual(['联系操作人。']);
  expect(chinese.facts[0]?.label).toBe('结果');
  const english = say(alertOf([{}, {}]), 'en');
  expect(plain(english.title)).toBe('🟠 HIGH · Endpoint Service Deleted ×2');
});

test.each<[string, Locale, readonly object[], string]>([
  ['denied', 'en', [{ errorCode: 'NoPermission' }], '🟠 HIGH · Denied: Endpoint Service Deleted'],
  ['denied', 'zh', [{ errorCode: 'NoPermission' }], '🟠 高危 · 被拒绝：终端节点服务被删除'],
  ['failed', 'en', [{ errorCode: 'NotFound' }], '🟠 HIGH · Failed: Endpoint Service Deleted'],
  [
    'denied and failed',
    'en',
    [{ errorCode: 'NoPermission' }, { errorCode: 'NotFound' }],
    '🟠 HIGH · Failed: Endpoint Service Deleted ×2',
  ],
  ['mixed', 'en', [{ errorCode: 'NoPermission' }, {}], '🟠 HIGH · Endpoint Service Deleted ×2'],
])(
  'the title of a call that ended %s (%s) does not say more than happened',
  (_, locale, changes, expected) => {
    expect(plain(say(alertOf(changes), locale).title)).toBe(expected);
  },
);

test('a call that succeeded cannot be hidden behind many that were denied', () => {
  const desktop = (id: string) => ({ referencedResources: { 'ACS::ECD::Desktop': [id] } });
  const denied = Array.from({ length: 50 }, (_, at) => ({
    ...desktop(`sandbox-${at}`),
    sourceIpAddress: `192.0.2.${at}`,
    errorCode: 'NoPermission',
  }));
  const done = { ...desktop('production'), sourceIpAddress: '203.0.113.99' };
  const said = say(alertOf([...denied, done, ...denied]), 'en');
  expect(plain(said.sentence)).toBe(
    'alice deleted an endpoint service: production; 100 more denied (NoPermission).',
  );
  const from = said.facts.find(({ label }) => label === 'From');
  expect(plain(from?.text ?? [])).toMatch(/^203\.0\.113\.99, 192.* and others · aliyun-cli\/3\.0$/);
});

test('calls that differ in their parameters are all shown', () => {
  const added = ['1', '2'].map((UserId) => ({ requestParameters: { UserId } }));
  const parameters = say(alertOf(added), 'en').facts.find(({ label }) => label === 'Parameters');
  expect(plain(parameters?.text ?? [])).toBe('UserId = 1 · UserId = 2');
});

test('a group is told with its first and its last moment', () => {
  const alert = alertOf([
    { eventTime: '2026-11-21T18:00:00Z' },
    { eventTime: '2026-11-21T07:00:00Z' },
  ]);
  const time = say(alert, 'en').facts.find(({ label }) => label === 'Time');
  expect(plain(time?.text ?? [])).toBe(
    '2026-11-21 15:00:00 – 2026-11-22 02:00:00 Asia/Shanghai · 07:00:00 – 18:00:00 UTC',
  );
});

test('the minimal form holds no text of the event but its id', () => {
  const hostile = deletion({
    eventId: '6D2F1A60-0000-4000-8000-000000000009',
    userAgent: 'evil',
    userIdentity: { type: 'evil', userName: 'evil' },
    acsRegion: 'evil',
  });
  const { minimal, title } = say(alertOf([hostile]), 'en');
  expect(minimal.map(plain).join('\n')).not.toContain('evil');
  expect(plain(title)).not.toContain('evil');
  expect(minimal.map(plain).join('\n')).toContain('6D2F1A60-0000-4000-8000-000000000009');
});

test('an id in another shape than ActionTrail gives it is left out', () => {
  const { minimal, footer } = say(alertOf([{ eventId: '<@everyone> click' }]), 'en');
  expect(plain([...minimal.flat(), ...footer])).not.toContain('everyone');
});

test.each([
  ['en', ' · may be a repeat', '3 more like this since 2026-11-21 15:00:00 Asia/Shanghai'],
  ['zh', ' · 可能是重复通知', '自 2026-11-21 15:00:00 Asia/Shanghai'],
] as const)('%s says what may be a repeat, and what was kept back', (locale, repeat, kept) => {
  const keptBack = { count: 3, since: Date.parse('2026-11-21T07:00:00Z') };
  const { title, facts } = say(alertOf([{}]), locale, { mayRepeat: true, keptBack });
  expect(plain(title).endsWith(repeat)).toBe(true);
  expect(facts.map(({ text }) => plain(text)).join('\n')).toContain(kept);
  const plainly = say(alertOf([{}]), locale);
  expect(plain(plainly.title)).not.toContain(repeat);
});

function alertOf(changes: readonly object[]): Alert {
  const groups = groupMatches();
  const channels = ['oncall'];
  for (const [at, change] of changes.entries()) {
    const event = eventOf(deletion({ eventId: `id-${at}`, ...change }));
    groups.add(rule, event, { channels, mayRepeat: false, routed: routedTo(channels) });
  }
  const [due] = groups.due();
  if (!due) throw new Error('there is no alert');
  return due.alert;
}

function say(alert: Alert, locale: Locale, circumstances: Partial<Circumstances> = {}) {
  const accounts = { '1234567890123456': 'production' };
  const told = { mayRepeat: false, keptBack: undefined, ...circumstances };
  return sayAlert(alert, { locale, timezone: 'Asia/Shanghai', accounts }, told);
}

function plain(text: Text): string {
  return text.map((span) => (span.kind === 'link' ? span.url : span.text)).join('');
}
