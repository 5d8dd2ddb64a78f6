import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { nodeFetch } from '../../src/channels/node-fetch.ts';
import { judgePagerduty } from '../../src/channels/pagerduty/answer.ts';
import { type PagerdutyEvent, formatPagerduty } from '../../src/channels/pagerduty/message.ts';
import { pagerduty } from '../../src/channels/pagerduty/pagerduty.ts';
import type { Notification } from '../../src/model/notification.ts';
import { label, link, value } from '../../src/model/text.ts';
import { channelContract } from './contract.ts';
import { alertAbout, offers } from './notification.ts';

const KEY = 'f00dfeedf00dfeedf00dfeedf00dfeed';

/**
 * What PagerDuty says of an event, put into a schema:
 * https://developer.pagerduty.com/api-reference/368ae3d938c9e-send-an-event-to-pager-duty,
 * and the lengths of https://developer.pagerduty.com/docs/events-api-v2/trigger-events/. It refuses no
 * property that it does not know, so this is stricter.
 */
const words = { type: 'string', minLength: 1 };
const isEvent = new Ajv({ allErrors: true }).compile({
  type: 'object',
  additionalProperties: false,
  required: ['routing_key', 'event_action', 'payload'],
  properties: {
    routing_key: { type: 'string', pattern: '^[A-Za-z0-9]{32}$' },
    event_action: { enum: ['trigger', 'acknowledge', 'resolve'] },
    dedup_key: { ...words, maxLength: 255 },
    client: words,
    client_url: { type: 'string', pattern: '^https?://' },
    payload: {
      type: 'object',
      additionalProperties: false,
      required: ['summary', 'source', 'severity'],
      properties: {
        summary: { ...words, maxLength: 1024 },
        source: words,
        severity: { enum: ['critical', 'error', 'warning', 'info'] },
        timestamp: {
          type: 'string',
          pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
        },
        component: words,
        group: words,
        class: words,
        custom_details: { type: 'object' },
      },
    },
    links: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['href'],
        properties: { href: { type: 'string', pattern: '^https://' }, text: { type: 'string' } },
      },
    },
  },
});

function expectEvent(event: unknown) {
  isEvent(event);
  expect(isEvent.errors ?? []).toEqual([]);
}

channelContract({
  name: 'pagerduty',
  origin: 'https://events.pagerduty.com',
  path: '/v2/enqueue',
  open: (webhook, io) =>
    // An empty webhook is none here, and means the default one: only a blank one is wrong.
    pagerduty.open('oncall', { type: 'pagerduty', routing_key: KEY, webhook: webhook || ' ' }, io),
  secrets: [KEY],
  offered: ({ action, url }) => (action === 'acknowledge' ? undefined : url),
  accepted: {
    status: 202,
    body: '{"status":"success","message":"Event processed","dedup_key":"6f1c2a"}',
  },
  tooLong: {
    status: 400,
    body: '{"status":"invalid event","message":"Event object is invalid","errors":["x"]}',
  },
  expectWithinLimits(body) {
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
    expectEvent(JSON.parse(body));
  },
  skeleton(body) {
    const { payload, ...event }: PagerdutyEvent = JSON.parse(body);
    const { custom_details, summary, ...rest } = payload;
    return [event, rest, Object.keys(custom_details), summary.includes('://')];
  },
});

test('an event says where and what, for people and for rules', () => {
  expect(formatPagerduty(alertAbout('alice'), KEY)).toEqual({
    routing_key: KEY,
    event_action: 'trigger',
    dedup_key: '6f1c2a',
    payload: {
      summary: '[High] Cloud desktops deleted ×3 · alice deleted ecd-1, and it succeeded.',
      source: '1234567890123456 · cn-hangzhou',
      severity: 'error',
      timestamp: '2026-11-21T07:04:05.000Z',
      component: 'ECD',
      group: 'ecd-delete',
      class: 'DeleteDesktops',
      custom_details: {
        From: '203.0.113.7 with alice',
        Account: '1234567890123456',
        'What to do': '1. Ask alice\n2. alice\n3. Restore the snapshot',
        trailbell: 'event E-1 · rule ecd-delete',
      },
    },
    links: [
      { href: 'https://actiontrail.console.aliyun.com/event?id=E-1', text: 'Event' },
      { href: 'https://runbooks.example/ecd', text: 'Runbook' },
    ],
    client: 'trailbell',
  });
});

test('an incident leads to silences, and leaves its acknowledgement to PagerDuty', () => {
  const [, ...silences] = offers.map(({ url, label: text }) => ({ href: url, text }));
  const { links } = eventAbout('alice', { offers });
  expect(links.slice(2)).toEqual(silences);
});

test('a minimal event has its title, its lines, and the same key', () => {
  expect(formatPagerduty(alertAbout('alice'), KEY, 'minimal')).toEqual({
    routing_key: KEY,
    event_action: 'trigger',
    dedup_key: '6f1c2a',
    payload: {
      summary: '[High] Cloud desktops deleted ×3',
      source: 'trailbell',
      severity: 'error',
      timestamp: '2026-11-21T07:04:05.000Z',
      custom_details: { trailbell: 'Rule ecd-delete, event E-1' },
    },
    links: [{ href: 'https://actiontrail.console.aliyun.com/event?id=E-1', text: 'Event' }],
    client: 'trailbell',
  });
});

test('what is about no event names us as its source', () => {
  const event = eventAbout('alice', { kind: 'notice', about: {} });
  expectEvent(event);
  expect(Object.keys(event.payload)).toEqual(['summary', 'source', 'severity', 'custom_details']);
  expect(event.payload.source).toBe('trailbell');
});

test('what an alert lacks leaves no empty detail', () => {
  const bare = { title: [], sentence: [], facts: [], links: [], footer: [], about: { region: '' } };
  const event = eventAbout('', {
    ...bare,
    steps: { label: 'What to do', items: [[value('\u0000')]] },
  });
  expectEvent(event);
  expect(event.payload).toEqual({
    summary: 'trailbell',
    source: 'trailbell',
    severity: 'error',
    custom_details: {},
  });
});

test.each([
  ['alert', 'critical', 'critical'],
  ['alert', 'high', 'error'],
  ['digest', 'medium', 'warning'],
  ['alert', 'low', 'info'],
  ['alert', 'informational', 'info'],
  ['notice', 'high', 'error'],
  ['drill', 'critical', 'info'],
] as const)('a notification of kind %s and level %s is of severity %s', (kind, level, severity) => {
  expect(eventAbout('alice', { kind, level }).payload.severity).toBe(severity);
});

test('details that are labelled alike are told one after the other', () => {
  const facts = [1, 2].map((count) => ({ label: 'From', text: [label(`${count}`)] }));
  const { custom_details } = eventAbout('', { facts, footer: [] }).payload;
  expect(custom_details['From']).toBe('1\n2');
});

test('a label may be any text', () => {
  const facts = [{ label: '__proto__', text: [label('x')] }];
  expect(JSON.stringify(eventAbout('', { facts }))).toContain('"__proto__":"x"');
});

test('no value becomes a link', () => {
  const hostile = 'https://evil.example';
  const about = { account: hostile, service: hostile, rule: hostile, event: hostile };
  const event = JSON.stringify(eventAbout(hostile, { about, links: [] }));
  expect(event).not.toContain('://');
  expect(event).toContain('https：//evil.example');
});

test('a link that is too long is left out, the others stay', () => {
  const long = link('Long', `https://runbooks.example/${'x'.repeat(10_000)}`);
  const { links } = eventAbout('', { links: [long, link('Short', 'https://x.example/')] });
  expect(links).toEqual([{ href: 'https://x.example/', text: 'Short' }]);
});

test('a long summary and a long id are cut to what PagerDuty takes', () => {
  const sentence = Array.from({ length: 10 }, () => value('值'.repeat(399)));
  const { payload, dedup_key } = eventAbout('', { sentence, id: 'x'.repeat(300) });
  expect(payload.summary.length).toBeLessThanOrEqual(1024);
  expect(payload.summary).toMatch(/^\[High\] Cloud desktops deleted ×3 · (?:值{50,}…){10}$/);
  expect(dedup_key).toHaveLength(255);
});

test('long names do not push out of the summary that the call was denied', () => {
  const long = value('x'.repeat(2000));
  const { payload } = eventAbout('', {
    sentence: [long, label(' tried to delete '), long, long, label(', but was denied.')],
  });
  expect(payload.summary).toMatch(/ · x+… tried to delete x+…x+…, but was denied\.$/);
});

test('an event in Chinese needs no words of ours', () => {
  const { payload } = eventAbout('alice', {
    title: [label('高危 · '), value('云桌面被删除')],
    sentence: [value('alice'), label(' 删除了 '), value('ecd-1')],
    facts: [{ label: '来源', text: [value('203.0.113.7')] }],
    steps: { label: '处理步骤', items: [[value('恢复快照')]] },
    footer: [label('事件 '), value('E-1')],
  });
  expect(payload.summary).toBe('高危 · 云桌面被删除 · alice 删除了 ecd-1');
  expect(payload.custom_details).toEqual({
    来源: '203.0.113.7',
    处理步骤: '1. 恢复快照',
    trailbell: '事件 E-1',
  });
});

const configuration = { kind: 'refused', fault: 'configuration' };
const payload = { kind: 'refused', fault: 'payload' };
const invalid = (...errors: readonly string[]) =>
  JSON.stringify({ status: 'invalid event', message: 'Event object is invalid', errors });

test.each<readonly [number, string, object]>([
  [202, '{"status":"success","message":"Event processed","dedup_key":"x"}', { kind: 'delivered' }],
  [202, '{"status":"success"}', { kind: 'delivered' }],
  [202, '', { kind: 'unknown' }],
  [202, '{"status":"throttled"}', { kind: 'unknown' }],
  [200, '{"status":"success"}', { kind: 'unknown' }],
  [302, '{"status":"success"}', configuration],
  [400, invalid("Length of 'routing_key' is incorrect (should be 32 characters)"), configuration],
  [400, invalid('x', "'routing_key' cannot contain non-alphanumeric characters."), configuration],
  [400, '{"status":"Bad Request","message":"Invalid routing key"}', configuration],
  [400, invalid("'payload.summary' is missing or blank"), payload],
  [400, '{"status":"Unrecognized object","errors":["JSON parse error"]}', payload],
  [400, '{"status":"invalid event","errors":[7]}', payload],
  [400, '', configuration],
  [400, '<html>', configuration],
  [403, invalid('x'), configuration],
  [404, '', configuration],
  [413, '', payload],
  [429, '', { kind: 'retry', afterSeconds: 30 }],
  [429, invalid('x'), { kind: 'retry', afterSeconds: 30 }],
  [500, '{"status":"success"}', { kind: 'retry', mayHaveArrived: true }],
  [503, '', { kind: 'retry', mayHaveArrived: true }],
])('HTTP %i with %j is understood', (status, body, expected) => {
  expect(judgePagerduty({ status, body, headers: new Headers() }, 0)).toMatchObject(expected);
});

test.each([
  ['', 'is empty'],
  [' ', 'is empty'],
  ['f00dfeed', 'is not a key of 32 letters and digits'],
  [`${KEY}0`, 'is not a key of 32 letters and digits'],
  [`${KEY.slice(1)}_`, 'is not a key of 32 letters and digits'],
  [`${KEY}\n`, 'is not a key of 32 letters and digits'],
])('the routing key %j is refused and not repeated', (key, problem) => {
  const open = () => opened({ routing_key: key });
  expect(open).toThrow(`channels.oncall.routing_key: ${problem}. Set it to`);
  if (key.trim() !== '') expect(open).not.toThrow(key);
});

test.each([undefined, '', 'https://events.eu.pagerduty.com/v2/enqueue'])(
  'the webhook may be %j',
  (webhook) => {
    expect(() => opened(webhook === undefined ? {} : { webhook })).not.toThrow();
  },
);

test.each([
  'https://eu.pagerduty.com/v2/enqueue',
  'https://events.pagerduty.com/v2/change/enqueue',
  'https://events.pagerduty.com/v2/enqueue?x=1',
])('%s takes no alerts', (webhook) => {
  expect(() => opened({ webhook })).toThrow('channels.oncall.webhook');
});

test('events go to the United States unless it says otherwise', async () => {
  const asked: string[] = [];
  for (const webhook of ['', 'https://events.eu.pagerduty.com/v2/enqueue']) {
    const channel = opened({ webhook }, (url) => {
      asked.push(url.href);
      return Promise.reject(new Error('offline'));
    });
    await channel.send(alertAbout('alice'), Date.now() + 5000);
  }
  expect(asked).toEqual([
    'https://events.pagerduty.com/v2/enqueue',
    'https://events.eu.pagerduty.com/v2/enqueue',
  ]);
});

test('sixty events a minute are half of what the vendor takes', () => {
  expect(opened({}).budgets).toEqual([{ most: 60, perMs: 60_000 }]);
  expect(opened({ webhook: 'http://127.0.0.1:9000/v2/enqueue' }).budgets).toEqual([]);
});

function opened(
  settings: { readonly routing_key?: string; readonly webhook?: string },
  fetch: typeof nodeFetch = nodeFetch,
) {
  const io = { fetch, now: Date.now, allowLoopback: true };
  return pagerduty.open('oncall', { type: 'pagerduty', routing_key: KEY, ...settings }, io);
}

function eventAbout(text: string, changes: Partial<Notification>): PagerdutyEvent {
  return formatPagerduty(alertAbout(text, changes), KEY);
}
