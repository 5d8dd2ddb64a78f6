import { expect, test } from 'vitest';
import { formatPagerduty } from '../../src/channels/pagerduty/message.ts';
import type { AppOptions } from '../../src/local/inbox/chat-app.ts';
import { toMarkup } from '../../src/local/inbox/html.ts';
import { openPagerdutyApp } from '../../src/local/inbox/pagerduty/pagerduty-app.ts';
import { label, value } from '../../src/model/text.ts';
import { alertAbout } from '../channels/notification.ts';

const KEY = 'f00dfeedf00dfeedf00dfeedf00dfeed';

function open(options: Partial<AppOptions> = {}) {
  const app = openPagerdutyApp({ limited: false, ...options });
  const send = (body: unknown, now = 0) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const url = new URL(app.webhook, 'http://127.0.0.1');
    return app.judge({ url, headers: new Headers(), body: text }, now);
  };
  return { app, send };
}

const payload = { summary: 'x', source: 'y', severity: 'info' };
const event = (changes: object = {}) => ({
  routing_key: KEY,
  event_action: 'trigger',
  payload,
  ...changes,
});

function shown(body: unknown): string {
  const rendered = open().app.render(body);
  if (rendered === undefined) throw new Error('nothing was rendered');
  return toMarkup(rendered.body);
}

test('an event is accepted and told its key', () => {
  expect(open().send(formatPagerduty(alertAbout('alice'), KEY))).toMatchObject({
    fate: 'shown',
    answer: {
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: '6f1c2a' },
    },
  });
});

test('the routing key is not kept', () => {
  expect(JSON.stringify(open().send(event()))).not.toContain(KEY);
  expect(JSON.stringify(open().send(event({ routing_key: `${KEY}0` })))).not.toContain(KEY);
});

test.each<[string, unknown, string]>([
  ['no JSON', '{', 'JSON parse error'],
  ['a list', [], 'JSON parse error'],
  ['no routing key', event({ routing_key: undefined }), "'routing_key' is missing or blank"],
  ['a short routing key', event({ routing_key: 'x' }), "Length of 'routing_key' is incorrect"],
  ['another action', event({ event_action: 'page' }), "'event_action' is invalid"],
  ['a long key', event({ dedup_key: 'x'.repeat(256) }), "Length of 'dedup_key' is incorrect"],
  ['no payload', event({ payload: undefined }), "'payload' is missing or blank"],
  ['a blank summary', event({ payload: { ...payload, summary: ' ' } }), "'payload.summary' is"],
  [
    'a long summary',
    event({ payload: { ...payload, summary: 'x'.repeat(1025) } }),
    "Length of 'payload.summary' is incorrect",
  ],
  ['no source', event({ payload: { ...payload, source: '' } }), "'payload.source' is missing"],
  [
    'another severity',
    event({ payload: { ...payload, severity: 'high' } }),
    "'payload.severity' is invalid",
  ],
  ['a time that is none', event({ payload: { ...payload, timestamp: 'noon' } }), "'payload.timest"],
  ['details that are a text', event({ payload: { ...payload, custom_details: 'x' } }), ''],
  ['a link to nowhere', event({ links: [{ text: 'x' }] }), "'links.href' is missing or blank"],
  ['the end of nothing', { routing_key: KEY, event_action: 'resolve' }, 'dedup_key is required'],
])('%s is refused', (_, body, error) => {
  const { fate, why, answer } = open().send(body);
  expect(fate).toBe('refused');
  expect(why).toContain(error);
  expect(answer).toMatchObject({
    status: 400,
    body: { errors: [expect.stringContaining(error)] },
  });
});

test('an event of more than 512 KB is refused', () => {
  const custom_details = { x: 'x'.repeat(512 * 1024) };
  const { answer } = open().send(event({ payload: { ...payload, custom_details } }));
  expect(answer.status).toBe(413);
});

test('the routing key has to be the one it was told', () => {
  const { send } = open({ secret: KEY });
  expect(send(event())).toMatchObject({ fate: 'shown' });
  expect(send(event({ routing_key: KEY.replace('f', 'e') }))).toMatchObject({
    fate: 'refused',
    answer: { status: 400, body: { errors: ['Invalid routing key'] } },
  });
});

test('an alert that is open is not opened twice, but again once it was resolved', () => {
  const { send } = open();
  const fates = ['trigger', 'trigger', 'acknowledge', 'trigger', 'resolve', 'trigger'].map(
    (event_action) => send(event({ event_action, dedup_key: 'a' })).fate,
  );
  expect(fates).toEqual(['shown', 'repeat', 'repeat', 'repeat', 'repeat', 'shown']);
});

test('events without a key are alerts of their own', () => {
  const { send } = open();
  expect([send(event()).fate, send(event()).fate]).toEqual(['shown', 'shown']);
});

test('with rate limits it takes 120 events in any minute', () => {
  const { send } = open({ limited: true });
  for (let count = 0; count < 120; count += 1) expect(send(event(), count).answer.status).toBe(202);
  expect(send(event(), 59_999).answer).toMatchObject({ status: 429 });
  expect(send(event(), 60_000).answer.status).toBe(202);
});

test('an incident is shown with its severity, place, details and links, in order', () => {
  const sent = formatPagerduty(alertAbout('alice'), KEY);
  const words = shown(sent)
    .replace(/<[^>]*>/g, '\n')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  expect(words.join(' | ')).toBe(
    [
      'Triggered | error',
      '[High] Cloud desktops deleted ×3 · alice deleted ecd-1, and it succeeded.',
      'Source | 1234567890123456 · cn-hangzhou | Component | ECD | Group | ecd-delete',
      'Class | DeleteDesktops | Timestamp | 2026-11-21T07:04:05.000Z | Client | trailbell',
      'Details | From | 203.0.113.7 with alice | Account | 1234567890123456',
      'What to do | 1. Ask alice | 2. alice | 3. Restore the snapshot',
      'trailbell | event E-1 · rule ecd-delete | Event | Runbook',
    ].join(' | '),
  );
  expect(open().app.render(sent)?.push).toBe(sent.payload.summary);
});

test('an incident in Chinese is shown in the words of its notification', () => {
  const sent = formatPagerduty(
    alertAbout('', {
      title: [label('高危 · '), value('云桌面被删除')],
      facts: [{ label: '来源', text: [value('203.0.113.7')] }],
      footer: [label('事件 '), value('E-1')],
    }),
    KEY,
  );
  const markup = shown(sent);
  for (const part of ['高危 · 云桌面被删除', '来源', '事件 E-1']) expect(markup).toContain(part);
});

test('an address in an event is a link here as it is in mail', () => {
  const custom_details = {
    text: 'see https://evil.example/x now',
    deep: { url: 'http://y.example' },
  };
  const markup = shown(event({ payload: { ...payload, custom_details } }));
  expect(markup).toContain('see <a href="https://evil.example/x"');
  expect(markup).toContain('href="http://y.example"');
});

test.each([
  'https://evil.example/',
  '<a href="https://evil.example">x</a>',
  '<img src=x onerror=alert(1)>',
  'javascript:alert(1)',
])('nothing in %j becomes a link or markup when it comes as a value', (hostile) => {
  const about = { account: hostile, service: hostile, rule: hostile, event: hostile };
  const markup = shown(formatPagerduty(alertAbout(hostile, { about }), KEY));
  expect(markup.match(/<(?!\/?(?:div|p|b|span|dl|dt|dd|h3|a)\b)[^>]*>/g)).toBeNull();
  expect(markup.match(/href="[^"]*"/g)).toEqual([
    'href="https://actiontrail.console.aliyun.com/event?id=E-1"',
    'href="https://runbooks.example/ecd"',
  ]);
});

test('what triggers nothing is not rendered', () => {
  for (const body of [undefined, 'x', {}, { payload: {} }]) {
    expect(open().app.render(body)).toBeUndefined();
  }
});

test('every rule of its style is its own', () => {
  const selectors = [...open().app.style.matchAll(/([^{}]+)\{[^}]*\}/g)].flatMap(([, list]) =>
    (list ?? '').split(','),
  );
  expect(selectors.filter((one) => !one.trim().startsWith('.pagerduty '))).toEqual([]);
});
