import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { nodeFetch } from '../../src/channels/node-fetch.ts';
import { formatWebhook } from '../../src/channels/webhook/message.ts';
import { webhook } from '../../src/channels/webhook/webhook.ts';
import type { AppOptions } from '../../src/local/inbox/chat-app.ts';
import { toMarkup } from '../../src/local/inbox/html.ts';
import { openWebhookApp } from '../../src/local/inbox/webhook/webhook-app.ts';
import type { Notification } from '../../src/model/notification.ts';
import { label, value } from '../../src/model/text.ts';
import { alertAbout } from '../channels/notification.ts';
import { startVendor } from '../channels/vendor.ts';

const NOW = 1_700_000_000_000;
const SECRET = `whsec_${Buffer.from('not a secret, only a test of one').toString('base64')}`;
const message = formatWebhook(alertAbout('alice'), new Date(NOW));
const json = 'application/json; charset=utf-8';

/** One request after another, signed by the library of Standard Webhooks. */
function open(options: Partial<AppOptions> = {}) {
  const app = openWebhookApp({ limited: false, ...options });
  const send = (body: unknown, changes: Readonly<Record<string, string>> = {}, now = NOW) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const headers = {
      'content-type': json,
      'webhook-id': '6f1c2a',
      'webhook-timestamp': String(NOW / 1000),
      'webhook-signature': new Webhook(SECRET).sign('6f1c2a', new Date(NOW), text),
      ...changes,
    };
    const url = new URL(app.webhook, 'http://127.0.0.1');
    const sent = Object.entries(headers).filter(([, each]) => each !== '');
    return app.judge({ url, headers: new Headers(sent), body: text }, now);
  };
  return { app, send };
}

test('a message of the channel is taken, signed, in either form', async () => {
  const { app } = open({ secret: SECRET });
  const verdicts: object[] = [];
  const vendor = await startVendor((response, { url, body, headers }) => {
    const given = new Headers(Object.entries(headers).map(([key, text]) => [key, String(text)]));
    const verdict = app.judge({ url: new URL(url, 'http://x'), headers: given, body }, Date.now());
    verdicts.push(verdict);
    response.writeHead(verdict.answer.status).end();
  });
  const channel = webhook.open(
    'oncall',
    { type: 'webhook', webhook: `${vendor.origin}${app.webhook}`, secret: SECRET },
    { fetch: nodeFetch, now: Date.now, allowLoopback: true },
  );
  for (const kind of ['alert', 'digest', 'notice', 'drill'] as const) {
    const long = alertAbout('值'.repeat(9000), { kind, id: kind });
    for (const form of ['full', 'minimal'] as const) {
      const delivery = await channel.send(long, Date.now() + 5000, form);
      expect(delivery).toEqual({ kind: 'delivered', form });
    }
  }
  expect(verdicts).toMatchObject(Array.from({ length: 8 }, () => ({ fate: 'shown' })));
});

test('an id that was taken before is answered alike and not shown twice', () => {
  const { send } = open({ secret: SECRET });
  expect(send(message)).toMatchObject({ fate: 'shown', answer: { status: 202, body: '' } });
  expect(send(message)).toMatchObject({ fate: 'repeat', answer: { status: 202, body: '' } });
});

const late = String(NOW / 1000 - 301);
test.each<readonly [string, Readonly<Record<string, string>>, string | undefined]>([
  ['one of several', { 'webhook-signature': '' }, undefined],
  ['another', { 'webhook-signature': 'v1,bm9wZQ==' }, 'webhook-signature does not match'],
  ['none', { 'webhook-signature': ' ' }, 'webhook-signature does not match'],
  ['no id', { 'webhook-id': '' }, 'webhook-id is missing or holds a dot'],
  ['a dot in the id', { 'webhook-id': 'a.b' }, 'webhook-id is missing or holds a dot'],
  ['another id', { 'webhook-id': 'b' }, 'webhook-signature does not match'],
  [
    'milliseconds',
    { 'webhook-timestamp': String(NOW) },
    'webhook-timestamp is not in seconds since 1970',
  ],
  [
    'a time long ago',
    { 'webhook-timestamp': late },
    'webhook-timestamp is more than five minutes away',
  ],
])('a signature is checked: %s', (name, changes, error) => {
  const { send } = open({ secret: SECRET });
  const good = new Webhook(SECRET).sign('6f1c2a', new Date(NOW), JSON.stringify(message));
  const several =
    name === 'one of several' ? { 'webhook-signature': `v1,eA== v1a,eA== ${good}` } : {};
  const verdict = send(message, { ...changes, ...several });
  if (error === undefined) expect(verdict.fate).toBe('shown');
  else expect(verdict).toMatchObject({ fate: 'refused', answer: { status: 401, body: { error } } });
});

test('without a secret any signature is taken, and so is none', () => {
  const { send } = open();
  expect(send(message, { 'webhook-signature': '' })).toMatchObject({ fate: 'shown' });
});

const data = message.data;
test.each<readonly [string, unknown, number, string]>([
  ['is no JSON', '{', 422, 'body: '],
  ['is of another type', { ...message, type: 'user.created' }, 422, 'type: '],
  ['has no timestamp', { ...message, timestamp: 'today' }, 422, 'timestamp: '],
  ['has no title', { ...message, data: { ...data, title: '' } }, 422, 'data.title: '],
  ['lacks a key', { ...message, data: { ...data, cut: undefined } }, 422, 'data.cut: '],
  ['has one too many', { ...message, more: 1 }, 422, 'body: '],
  ['is of another id', { ...message, data: { ...data, id: 'b' } }, 422, 'data.id: '],
  [
    'links to a script',
    { ...message, data: { ...data, links: [{ label: 'x', url: 'javascript:alert(1)' }] } },
    422,
    'data.links.0.url: ',
  ],
  ['is too long', { ...message, data: { ...data, footer: '中'.repeat(7000) } }, 413, '2'],
])('a message that %s is refused', (_, body, status, why) => {
  const verdict = open().send(body);
  expect(verdict).toMatchObject({ fate: 'refused', answer: { status } });
  expect(verdict.why).toContain(`${status}: ${why}`);
});

test('a request that is not of JSON is refused', () => {
  expect(open().send(message, { 'content-type': 'text/plain' }).answer.status).toBe(415);
});

test('a limit holds only where it is asked for, and says when to come back', () => {
  const limited = open({ limited: true });
  const free = open();
  for (let sent = 0; sent < 10; sent += 1) limited.send(message);
  for (let sent = 0; sent < 11; sent += 1) expect(free.send(message).answer.status).toBe(202);
  expect(limited.send(message).answer).toMatchObject({
    status: 429,
    headers: { 'retry-after': '1' },
  });
  expect(limited.send(message, {}, NOW + 1000).answer.status).toBe(202);
});

function shown(notification: Notification) {
  const { app } = open();
  const rendered = app.render(formatWebhook(notification, new Date(NOW)));
  return { push: rendered?.push, markup: toMarkup(rendered?.body ?? '') };
}

test('everything in a message is shown, and links are links', () => {
  const { push, markup } = shown(alertAbout('alice'));
  expect(push).toBe('[High] Cloud desktops deleted ×3');
  for (const part of [
    '<b class="high">high</b> trailbell.alert',
    'alice deleted ecd-1, and it succeeded.',
    '<dt>From</dt><dd>203.0.113.7 with alice</dd>',
    '<li>Restore the snapshot</li>',
    'href="https://runbooks.example/ecd"',
    'event E-1 · rule ecd-delete',
  ]) {
    expect(markup).toContain(part);
  }
});

test('what is hostile is shown as text', () => {
  const text = '<img src=x onerror=alert(1)> [x](http://evil.example) @all <!channel> "\' &lt;b>';
  const title = [label('[High] '), value(text)];
  const { markup } = shown(alertAbout(text, { title, footer: [value(text)] }));
  const tags = (each: string) => each.match(/<[^>]*>/g);
  expect(tags(markup)).toEqual(tags(shown(alertAbout('alice')).markup));
  expect(markup).not.toContain('://evil.example');
});

test('what is no message is not rendered', () => {
  for (const payload of [undefined, 'x', {}, { ...message, type: 'x' }]) {
    expect(open().app.render(payload)).toBeUndefined();
  }
});

test('every rule of its style begins with its name', () => {
  const selectors = open().app.style.match(/(?<=^|\})[^{}]+(?=\{)/gmu) ?? [];
  expect(selectors.length).toBeGreaterThan(5);
  for (const each of selectors.flatMap((list) => list.split(','))) {
    expect(each.trim()).toMatch(/^\.webhook /);
  }
});
