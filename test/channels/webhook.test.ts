import type { LookupAddress } from 'node:dns';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import type { ChannelIo, Fetch } from '../../src/channels/channel.ts';
import { AddressRefusedError, guardLookup } from '../../src/channels/guard-lookup.ts';
import { nodeFetch, openFetch } from '../../src/channels/node-fetch.ts';
import { isPublic } from '../../src/channels/private-addresses.ts';
import { judgeReceiver } from '../../src/channels/webhook/answer.ts';
import { formatWebhook } from '../../src/channels/webhook/message.ts';
import { headersFor, readKey } from '../../src/channels/webhook/signature.ts';
import { webhook } from '../../src/channels/webhook/webhook.ts';
import { label, link, value } from '../../src/model/text.ts';
import { channelContract } from './contract.ts';
import { alertAbout, offers } from './notification.ts';
import vectors from './signature-vectors.json' with { type: 'json' };
import { reply, startVendor } from './vendor.ts';

const TOKEN = 'f00dfeedf00dfeed';
const PATH = `/hooks/${TOKEN}?via=trailbell`;
const SECRET = `whsec_${Buffer.from('not a secret, only a test of one').toString('base64')}`;
const SENT = new Date('2026-11-21T08:00:00Z');

const delivered = { kind: 'delivered' };
const configuration = { kind: 'refused', fault: 'configuration' };
const payload = { kind: 'refused', fault: 'payload' };
const io: ChannelIo = { fetch: nodeFetch, now: Date.now, allowLoopback: true };

channelContract({
  name: 'webhook',
  origin: 'https://hooks.example',
  path: PATH,
  open: (url, world) =>
    webhook.open(
      'oncall',
      { type: 'webhook', webhook: url, secret: SECRET, allow_addresses: ['10.1.2.0/24'] },
      world,
    ),
  secrets: [TOKEN, SECRET, SECRET.slice(6)],
  accepted: { status: 202, body: '' },
  tooLong: { status: 422, body: '{"error":"too long"}' },
  expectWithinLimits(body) {
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
    const { type, timestamp, data }: ReturnType<typeof formatWebhook> = JSON.parse(body);
    expect(type).toMatch(/^trailbell\.(?:alert|digest|notice|drill)$/);
    expect(new Date(timestamp).toISOString()).toBe(timestamp);
    expect(data.title).not.toBe('');
  },
  skeleton(body) {
    const { data, ...rest }: ReturnType<typeof formatWebhook> = JSON.parse(body);
    const marks = (text: string) => text.replaceAll(/[^<>@\n]/g, '');
    return [
      rest,
      Object.keys(data.about),
      data.links,
      data.offers,
      [data.title, data.sentence, data.footer].map(marks),
      data.facts.map(({ label: name, text }) => [name, marks(text)]),
      [data.steps.label, data.steps.items.map(marks)],
    ];
  },
  // The status says it all; nobody knows what a receiver of somebody's own puts into the body.
  expects: {
    'an HTML 400': payload,
    'a 204': delivered,
    'an empty 200': delivered,
    'half a JSON': delivered,
    "somebody else's 200": delivered,
    'JSON of another kind': delivered,
    'a yes in an answer of 200 KB': delivered,
    'a 200 that breaks off': delivered,
    'a 200 that never ends': delivered,
  },
  anyHost: true,
  wrong: [
    'https://10.0.0.1/hook',
    'https://0x7f.1/hook',
    'https://2130706433/hook',
    'https://127。0。0。1/hook',
    'https://169.254.169.254/latest',
    'https://[::1]:8443/hook',
    'https://[::ffff:7f00:1]/hook',
    'https://[64:ff9b::10.0.0.1]/hook',
    'https://[fd00::1]/hook',
    `https://hooks.example${PATH}#fragment`,
  ],
});

test('a message is plain text for people, and exact for programs', () => {
  const notification = alertAbout('alice@example.com');
  expect(formatWebhook(notification, SENT)).toEqual({
    type: 'trailbell.alert',
    timestamp: '2026-11-21T07:04:05.000Z',
    data: {
      id: '6f1c2a',
      level: 'high',
      about: {
        rule: 'ecd-delete',
        service: 'ECD',
        event: 'DeleteDesktops',
        actor: 'alice@example.com',
        account: '1234567890123456',
        region: 'cn-hangzhou',
        outcome: 'succeeded',
        time: '2026-11-21T07:04:05.000Z',
      },
      title: '[High] Cloud desktops deleted ×3',
      sentence: 'alice＠example.com deleted ecd-1, and it succeeded.',
      facts: [
        { label: 'From', text: '203.0.113.7 with alice＠example.com' },
        { label: 'Account', text: '1234567890123456' },
      ],
      steps: {
        label: 'What to do',
        items: ['Ask alice＠example.com', 'alice＠example.com', 'Restore the snapshot'],
      },
      links: [
        { label: 'Event', url: 'https://actiontrail.console.aliyun.com/event?id=E-1' },
        { label: 'Runbook', url: 'https://runbooks.example/ecd' },
      ],
      offers: [],
      footer: 'event E-1 · rule ecd-delete',
      cut: '',
    },
  });
});

test('a message says what can be done about it, and where', () => {
  const { data } = formatWebhook(alertAbout('alice', { offers }), SENT);
  expect(data.offers).toEqual(
    offers.map(({ action, label: name, url }) => ({ action, label: name, url })),
  );
});

test('a minimal message has the same keys and no event text', () => {
  const notification = alertAbout('alice');
  const { type, timestamp, data } = formatWebhook(notification, SENT, 'minimal');
  expect({ type, timestamp }).toEqual({
    type: 'trailbell.alert',
    timestamp: '2026-11-21T07:04:05.000Z',
  });
  expect(data).toEqual({
    id: '6f1c2a-minimal',
    level: 'high',
    about: {},
    title: '[High] Cloud desktops deleted ×3',
    sentence: 'Rule ecd-delete, event E-1',
    facts: [],
    steps: { label: '', items: [] },
    links: [{ label: 'Event', url: 'https://actiontrail.console.aliyun.com/event?id=E-1' }],
    offers: [],
    footer: '',
    cut: 'Some of it was left out.',
  });
  expect(Object.keys(data)).toEqual(Object.keys(formatWebhook(notification, SENT).data));
});

test.each([{ about: {} }, { about: { time: new Date(Number.NaN) } }])(
  'what happened at no time has that of its sending: %j',
  (changes) => {
    const { timestamp, data } = formatWebhook(alertAbout('', changes), SENT);
    expect(timestamp).toBe('2026-11-21T08:00:00.000Z');
    expect(data.about).toEqual({});
  },
);

test('a tag, a mention and an address in a value are none', () => {
  const sentence = [value('<!channel> @all <b>x</b> http://evil.example'), label(' <ours> @')];
  expect(formatWebhook(alertAbout('', { sentence }), SENT).data.sentence).toBe(
    '＜!channel＞ ＠all ＜b＞x＜/b＞ http：//evil.example <ours> @',
  );
});

test('links that do not fit are left out, and whole ones stay', () => {
  const links = Array.from({ length: 50 }, (_, at) => link(`${at}`, `https://x.example/${at}`));
  const long = link('long', `https://x.example/${'x'.repeat(5000)}`);
  expect(formatWebhook(alertAbout('', { links }), SENT).data.links).toHaveLength(50);
  expect(formatWebhook(alertAbout('', { links: [long] }), SENT).data.links).toEqual([]);
});

test('signs as the golden vector says', () => {
  const { id, timestamp, secret, body, signature } = vectors.standard_webhooks;
  const key = readKey('oncall', secret);
  expect(headersFor(id, body, timestamp * 1000 + 999, key)).toEqual({
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signature,
  });
});

test('the library of Standard Webhooks takes the signature of what arrives', async () => {
  const { origin, seen } = await startVendor(reply(422), reply(204));
  const settings = { type: 'webhook', webhook: `${origin}${PATH}`, secret: SECRET } as const;
  await webhook.open('oncall', settings, io).send(alertAbout('値 👩‍👩‍👧‍👦'), Date.now() + 5000);
  const verifier = new Webhook(SECRET);
  const ids = seen.map(({ body, headers }) => {
    const sent = Object.entries(headers).map(([key, text]) => [key, String(text)] as const);
    expect(verifier.verify(body, Object.fromEntries(sent))).toMatchObject({
      type: 'trailbell.alert',
    });
    return headers['webhook-id'];
  });
  expect(ids).toEqual(['6f1c2a', '6f1c2a-minimal']);
});

test.each([undefined, ''])('nothing is signed when the secret is %j', async (secret) => {
  const { origin, seen } = await startVendor(reply(204));
  const settings = { type: 'webhook', webhook: `${origin}${PATH}` } as const;
  const channel = webhook.open('oncall', { ...settings, ...(secret === '' ? { secret } : {}) }, io);
  await channel.send(alertAbout('alice'), Date.now() + 5000);
  expect(seen[0]?.headers).toMatchObject({ 'webhook-id': '6f1c2a' });
  expect(seen[0]?.headers).not.toHaveProperty('webhook-signature');
});

test('each attempt has a timestamp of its own and the same id', async () => {
  const { origin, seen } = await startVendor(reply(500));
  let now = 1_700_000_000_000;
  const settings = { type: 'webhook', webhook: `${origin}${PATH}`, secret: SECRET } as const;
  const channel = webhook.open('oncall', settings, { ...io, now: () => now });
  for (const at of [1_700_000_000_000, 1_700_000_060_000]) {
    now = at;
    await channel.send(alertAbout('alice'), at + 5000);
  }
  expect(seen.map(({ headers }) => headers['webhook-timestamp'])).toEqual([
    '1700000000',
    '1700000060',
  ]);
  expect(new Set(seen.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
});

test.each([
  ['of 24 bytes', `whsec_${Buffer.alloc(24, 1).toString('base64')}`, true],
  ['of 64 bytes', `whsec_${Buffer.alloc(64, 1).toString('base64')}`, true],
  ['without its padding', `whsec_${Buffer.alloc(25, 1).toString('base64').slice(0, -2)}`, true],
  ['of 23 bytes', `whsec_${Buffer.alloc(23, 1).toString('base64')}`, false],
  ['of 65 bytes', `whsec_${Buffer.alloc(65, 1).toString('base64')}`, false],
  ['without its prefix', Buffer.alloc(32, 1).toString('base64'), false],
  ['of an asymmetric pair', `whsk_${Buffer.alloc(32, 1).toString('base64')}`, false],
  ['that is not base64', `whsec_${'-'.repeat(40)}`, false],
  ['with a line break', `whsec_${Buffer.alloc(32, 1).toString('base64')}\n`, false],
  ['of its prefix alone', 'whsec_', false],
])('a secret %s is taken or refused, and never repeated', (_, secret, taken) => {
  const open = () => readKey('oncall', secret);
  if (taken) return expect(open()).toBeDefined();
  expect(open).toThrow(
    'channels.oncall.secret: is not a secret of Standard Webhooks. ' +
      'Set it to whsec_ and 24 to 64 random bytes in base64, the same as at the receiver',
  );
});

test.each(['10.1.2.3', 'ten', '10.0.0.0/33'])('%j is no range of addresses', (range) => {
  const settings = { type: 'webhook', webhook: 'https://hooks.example/x' } as const;
  const open = (allow_addresses: string[]) =>
    webhook.open('oncall', { ...settings, allow_addresses }, io);
  expect(() => open(['', '10.1.2.0/24', range])).toThrow('channels.oncall.allow_addresses.2: ');
  expect(() => open(['', '10.1.2.0/24'])).not.toThrow();
});

test('a private address is named where it is allowed', () => {
  const open = (url: string, ...allow_addresses: string[]) =>
    webhook.open('oncall', { type: 'webhook', webhook: url, allow_addresses }, io);
  expect(() => open('https://10.1.2.3/x', '10.1.2.0/24')).not.toThrow();
  expect(() => open('https://[::ffff:a01:203]/x', '10.1.2.0/24')).not.toThrow();
  expect(() => open('https://[fd00::1]/x', 'fd00::/8')).not.toThrow();
  expect(() => open('https://10.1.3.3/x', '10.1.2.0/24')).toThrow(
    'channels.oncall.webhook: names a private address. ' +
      'Name a public host, or allow the address in channels.oncall.allow_addresses',
  );
});

test.each<readonly [number, object]>([
  [200, delivered],
  [201, delivered],
  [202, delivered],
  [204, delivered],
  [299, delivered],
  [101, { kind: 'unknown' }],
  [301, configuration],
  [304, configuration],
  [307, configuration],
  [400, payload],
  [401, configuration],
  [403, configuration],
  [404, configuration],
  [405, configuration],
  [408, { kind: 'retry' }],
  [409, configuration],
  [410, { ...configuration, reason: 'HTTP 410: the receiver is gone' }],
  [413, payload],
  [415, configuration],
  [422, payload],
  [429, { kind: 'retry', afterSeconds: 30 }],
  [500, { kind: 'retry', mayHaveArrived: true }],
  [502, { kind: 'retry', mayHaveArrived: true }],
  [503, { kind: 'retry', mayHaveArrived: true, afterSeconds: 30 }],
])('HTTP %i is understood, whatever is said with it', (status, expected) => {
  const headers = new Headers({ 'retry-after': '30' });
  for (const body of ['', 'ok', '{"error":true}', '<html>']) {
    expect(judgeReceiver({ status, body, headers }, 0)).toMatchObject(expected);
  }
});

test('a stand-in on this machine has no budgets', () => {
  const open = (url: string) => webhook.open('x', { type: 'webhook', webhook: url }, io).budgets;
  expect(open('http://127.0.0.1:9000/x')).toEqual([]);
  expect(open('https://hooks.example/x')).toEqual([
    { most: 5, perMs: 1_000 },
    { most: 120, perMs: 60_000 },
  ]);
});

const privately = {
  kind: 'refused',
  fault: 'configuration',
  reason: 'the address is private: see allow_addresses',
};

/** Sends to `hooks.example`, whose addresses are these, with TLS taken off. */
async function sendTo(found: readonly (string | LookupAddress)[], ...allow_addresses: string[]) {
  const vendor = await startVendor(reply(204));
  const addresses = found.map((each) =>
    typeof each === 'string' ? { address: each, family: each.includes(':') ? 6 : 4 } : each,
  );
  const plainly = openFetch((_, answer) => answer(null, addresses));
  const fetch: Fetch = (url, request) =>
    plainly(new URL(`http://${url.host}${url.pathname}`), request);
  const { port } = new URL(vendor.origin);
  const settings = { webhook: `https://hooks.example:${port}/x`, allow_addresses };
  const channel = webhook.open('oncall', { type: 'webhook', ...settings }, { ...io, fetch });
  return {
    delivery: await channel.send(alertAbout('alice'), Date.now() + 3000),
    seen: vendor.seen,
  };
}

test.each([
  [['127.0.0.1']],
  [['::ffff:127.0.0.1']],
  [['127.0.0.1', '::1', '10.0.0.1', '100.100.100.200']],
])('a name whose addresses are all private is refused: %j', async (addresses) => {
  const { delivery, seen } = await sendTo(addresses);
  expect(delivery).toEqual(privately);
  expect(seen).toEqual([]);
});

test.each([[['127.0.0.1']], [['10.9.9.9', '127.0.0.1']], [['::ffff:127.0.0.1']]])(
  'of the addresses of a name those that are allowed are used: %j',
  async (addresses) => {
    const { delivery, seen } = await sendTo(addresses, '127.0.0.1/32');
    expect(delivery).toEqual({ kind: 'delivered', form: 'full' });
    expect(seen[0]?.headers['host']).toMatch(/^hooks\.example:/);
  },
);

test.each([true, false])(
  'a look-up is guarded where it asks for all addresses: %j',
  async (all) => {
    const found = ['10.0.0.1', '203.0.113.7', '127.0.0.1', '2001:db8::1'].map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    const look = (addresses: typeof found) =>
      new Promise((resolve) => {
        const lookup = guardLookup((_, answer) => answer(null, addresses), isPublic);
        lookup('hooks.example', { all }, (...answer) => resolve(answer));
      });
    expect(await look(found)).toEqual(
      all ? [null, [found[1], found[3]]] : [null, '203.0.113.7', 4],
    );
    expect(await look(found.slice(2, 3))).toEqual([expect.any(AddressRefusedError), []]);
  },
);

test('an address in the URL is checked once more when it is connected to', async () => {
  const vendor = await startVendor(reply(204));
  const request = {
    method: 'POST',
    headers: {},
    body: '',
    redirect: 'manual',
    signal: AbortSignal.timeout(3000),
  } as const;
  for (const host of ['127.0.0.1', '[::1]', '2130706433']) {
    const url = new URL(`http://${host}:${new URL(vendor.origin).port}/`);
    await expect(nodeFetch(url, { ...request, allows: () => false })).rejects.toThrow(
      'no address of the host may be connected to',
    );
  }
  expect(vendor.seen).toEqual([]);
});
