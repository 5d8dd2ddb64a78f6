import * as fc from 'fast-check';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Channel, ChannelIo } from '../../src/channels/channel.ts';
import { nodeFetch } from '../../src/channels/node-fetch.ts';
import { answers, type Offer } from '../../src/model/action.ts';
import type { Notification } from '../../src/model/notification.ts';
import { label, value } from '../../src/model/text.ts';
import { alertAbout, offers } from './notification.ts';
import { type Reply, deadOrigin, reply, startVendor } from './vendor.ts';

/** An answer of the vendor, with its HTTP status. */
export interface Said {
  readonly status: number;
  readonly body: string;
}

/** What the contract has to know of a channel to hold it to the promises of all channels. */
export interface Contract {
  readonly name: string;
  /** The vendor's own origin, and the path and query of a webhook there, token included. */
  readonly origin: string;
  readonly path: string;
  /** Opens the channel with everything that can be set, on this webhook. */
  readonly open: (webhook: string, io: ChannelIo) => Channel;
  /** What must never show: the token in the path, the signing secret. */
  readonly secrets: readonly string[];
  readonly accepted: Said;
  /** How the vendor refuses a message for what it says. */
  readonly tooLong: Said;
  /** Throws where a limit of the vendor is broken. */
  readonly expectWithinLimits: (body: string) => void;
  /** The message without its words: blocks, links, mentions and markup only. */
  readonly skeleton: (body: string) => unknown;
  /** The words of a body as readers see them, where it holds them cut or written in another way. */
  readonly shown?: (body: string) => string;
  /** What of an offer its message holds, where that is not the URL; undefined where it is not offered. */
  readonly offered?: (offer: Offer) => string | undefined;
  /** What is different about answers that are not the vendor's own. */
  readonly expects?: Partial<Readonly<Record<AnswerName, object>>>;
  /** It posts to whatever https URL it is given; all others know their vendor's hosts and paths. */
  readonly anyHost?: boolean;
  /** Webhooks that it refuses beside those that every channel refuses. */
  readonly wrong?: readonly string[];
}

const io: ChannelIo = {
  fetch: nodeFetch,
  now: Date.now,
  allowLoopback: true,
};

/** A service can fail after it has done its work. */
const failed = { kind: 'retry', mayHaveArrived: true };
const unclear = { kind: 'unknown' };

const HOSTILE: readonly (readonly [string, string])[] = [
  ['a mention', '@all <!channel> <!here> <@U123> @13800000000 @everyone <at id=all></at>'],
  ['a link', '[bill](http://evil.example) <https://evil.example|bill> http://evil.example'],
  ['an image', '![x](https://evil.example/x.png)'],
  ['a link behind a control', 'http:\u0000//evil.example and dingtalk:\u202e//x'],
  ['markdown', '# x **b** _i_ ~s~ `c` > q | t | \\ $m$ <font color="red">'],
  ['a list', '- x'],
  ['a numbered list', '7. x'],
  ['a rule', '---'],
  ['line breaks', 'a\n\n# b\r\nc\u2028d\u0085e\n- f'],
  ['a new direction', '\u202egnp.exe\u202c \u2066x\u2069 \u200fy'],
  ['NUL and other controls', 'a\u0000b\u0007c\u001bd\u007fe\u009bf'],
  ['lone surrogates', 'a\ud83d b \ude00'],
  ['an entity', '&lt;!channel&gt; &#64;all &amp;'],
  ['100 KB', 'x'.repeat(100_000)],
  ['100 KB of emoji', '👩‍👩‍👧‍👦'.repeat(4_000)],
  ['100 KB of specials', '*]("<&\\'.repeat(14_000)],
  ['a request with 100,000 accents', `a${'\u0301'.repeat(100_000)}`],
];

/** What a channel may be answered, and what it makes of it unless its contract says otherwise. */
function answersOf(accepted: Said) {
  const redirect = { location: '/elsewhere' };
  return {
    'a redirect': [reply(302, '', redirect), refused('configuration')],
    'a lasting redirect': [reply(308, '', redirect), refused('configuration')],
    'an HTML 400': [reply(400, '<html>no</html>'), refused('configuration')],
    'an HTML 403': [reply(403, '<html>no</html>'), refused('configuration')],
    'an HTML 404': [reply(404, '<html>no</html>'), refused('configuration')],
    'a 429': [reply(429), { kind: 'retry' }],
    'a 429 with seconds': [reply(429, '', { 'retry-after': '7' }), retryAfter(7)],
    'a 429 with a huge wait': [reply(429, '', { 'retry-after': '999999999' }), retryAfter(3600)],
    'a 429 with garbage': [reply(429, 'x', { 'retry-after': 'soon' }), { kind: 'retry' }],
    'a 500': [reply(500), failed],
    'a 502 of a proxy': [reply(502, '<html>bad gateway</html>'), failed],
    'a 503': [reply(503, 'ok'), failed],
    'a 204': [reply(204), unclear],
    'an empty 200': [reply(200), unclear],
    'half a JSON': [reply(200, '{"errcode":'), unclear],
    "somebody else's 200": [reply(200, '<html>welcome</html>'), unclear],
    'JSON of another kind': [reply(200, 'null'), unclear],
    'a yes in an answer of 200 KB': [reply(200, accepted.body + ' '.repeat(200_000)), unclear],
    'a 200 that breaks off': [breakOff, unclear],
    'a connection that breaks': [(response) => response.destroy(), unclear],
  } satisfies Answers;
}

/** The same for what has no end. */
const endless = {
  'no answer at all': [() => undefined, unclear],
  'a 200 that never ends': [drip, unclear],
} satisfies Answers;

type Answers = Readonly<Record<string, readonly [Reply, object]>>;

type AnswerName = keyof ReturnType<typeof answersOf> | keyof typeof endless;

/** Holds a channel to the promises of its port, over real sockets and the real client. */
export function channelContract(contract: Contract): void {
  const { name, shown = (body: string) => body, offered = ({ url }: Offer) => url } = contract;
  const accepted = reply(contract.accepted.status, contract.accepted.body);
  const tooLong = reply(contract.tooLong.status, contract.tooLong.body);

  async function tell(notification: Notification, ...replies: readonly Reply[]) {
    const vendor = await startVendor(...replies);
    const channel = contract.open(`${vendor.origin}${contract.path}`, io);
    const delivery = await channel.send(notification, Date.now() + 5000);
    return { delivery, bodies: vendor.seen.map(({ body }) => body), seen: vendor.seen };
  }

  async function bodyOf(notification: Notification): Promise<string> {
    const { bodies } = await tell(notification, accepted);
    const body = bodies[0];
    if (body === undefined) throw new Error('nothing was sent');
    return body;
  }

  const vendorHost = setupServer();
  beforeAll(() => vendorHost.listen({ onUnhandledRequest: 'bypass' }));
  afterEach(() => vendorHost.resetHandlers());
  afterAll(() => vendorHost.close());

  test(`${name} delivers to the vendor's own host`, async () => {
    const { body, status } = contract.accepted;
    vendorHost.use(http.post(`${contract.origin}/*`, () => new HttpResponse(body, { status })));
    const channel = contract.open(`${contract.origin}${contract.path}`, io);
    expect(await channel.send(alertAbout('alice'), Date.now() + 5000)).toEqual({
      kind: 'delivered',
      form: 'full',
    });
  });

  test(`${name} posts JSON and says delivered once the vendor does`, async () => {
    const { delivery, seen } = await tell(alertAbout('alice'), accepted);
    expect(delivery).toEqual({ kind: 'delivered', form: 'full' });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.headers['content-type']).toMatch(/^application\/json/);
  });

  test.each(['alert', 'digest', 'notice', 'drill'] as const)(
    `${name} tells of a notification of kind %s`,
    async (kind) => {
      const body = await bodyOf(alertAbout('alice', { kind, steps: { label: '', items: [] } }));
      contract.expectWithinLimits(body);
      for (const part of ['Cloud desktops deleted', 'ecd-1', 'runbooks.example', 'rule ecd-delete'])
        expect(shown(body)).toContain(part);
    },
  );

  test.each(HOSTILE)(`${name} makes %s in a value inert`, async (_, text) => {
    const body = await bodyOf(alertAbout(text));
    contract.expectWithinLimits(body);
    expect(contract.skeleton(body)).toEqual(contract.skeleton(await bodyOf(alertAbout('alice'))));
    for (const word of texts(JSON.parse(body))) {
      expect(word.isWellFormed()).toBe(true);
      expect(word).not.toMatch(/[^\P{Cc}\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028]/u);
      expect(word).not.toContain('://evil.example');
    }
  });

  test(`${name} keeps the limits whatever the notification holds`, async () => {
    const text = fc.string({ unit: 'binary', size: 'large' });
    const spans = fc.array(fc.oneof(text.map(value), text.map(label)), { maxLength: 40 });
    const facts = fc.array(fc.record({ label: fc.string(), text: spans }), { maxLength: 30 });
    const offer = fc.record({
      action: fc.constantFrom(...answers),
      label: fc.string({ minLength: 1 }),
      url: fc.webUrl({ validSchemes: ['https'], withQueryParameters: true, size: 'large' }),
      token: fc.string({ maxLength: 60 }),
    });
    const parts = fc.record({
      title: spans,
      sentence: spans,
      facts,
      footer: spans,
      offers: fc.array(offer, { maxLength: 4 }),
    });
    const vendor = await startVendor(accepted);
    const channel = contract.open(`${vendor.origin}${contract.path}`, io);
    await fc.assert(
      fc.asyncProperty(parts, async (changes) => {
        const delivery = await channel.send(alertAbout('x', changes), Date.now() + 5000);
        expect(delivery).toEqual({ kind: 'delivered', form: 'full' });
        contract.expectWithinLimits(vendor.seen.at(-1)?.body ?? '');
      }),
      { numRuns: 50 },
    );
  });

  test(`${name} cuts from the end, says so, and keeps links and footer`, async () => {
    const facts = Array.from({ length: 200 }, (_, index) => ({
      label: `Fact ${index}`,
      text: [value('值'.repeat(100))],
    }));
    const body = await bodyOf(alertAbout('alice', { facts }));
    contract.expectWithinLimits(body);
    const words = shown(body);
    expect(words).toContain('Fact 0');
    expect(words).not.toContain('Fact 199');
    expect(words).not.toContain('Restore the snapshot');
    expect(words).toContain('Some of it was left out.');
    expect(words).toContain('runbooks.example');
    expect(words).toContain('rule ecd-delete');
  });

  test(`${name} offers what can be done about it, however much there is to say`, async () => {
    const text = '值'.repeat(10_000);
    const facts = Array.from({ length: 99 }, (_, at) => ({ label: `${at}`, text: [value(text)] }));
    const body = await bodyOf(alertAbout(text, { facts, offers }));
    contract.expectWithinLimits(body);
    const all = texts(JSON.parse(body)).join('\n');
    for (const offer of offers) {
      const part = offered(offer);
      if (part === undefined) expect(all).not.toContain(offer.token);
      else expect(all).toContain(part);
    }
  });

  test(`${name} offers nothing where a message was refused`, async () => {
    const { bodies } = await tell(alertAbout('alice', { offers }), tooLong, accepted);
    const [full = '', minimal = ''] = bodies;
    expect(full).toContain('silence-1h-example');
    for (const { token } of offers) expect(minimal).not.toContain(token);
  });

  test.each(HOSTILE.slice(0, 8))(`${name} offers the same whatever %s does`, async (_, text) => {
    const body = await bodyOf(alertAbout(text, { offers }));
    const harmless = await bodyOf(alertAbout('alice', { offers }));
    expect(contract.skeleton(body)).toEqual(contract.skeleton(harmless));
  });

  test(`${name} shortens one long value and nothing else`, async () => {
    const words = shown(await bodyOf(alertAbout('x'.repeat(100_000))));
    expect(words).toContain('x…');
    expect(words).toContain('Restore the snapshot');
    expect(words).not.toContain('Some of it was left out.');
  });

  test(`${name} says it once more without event text when the message is refused`, async () => {
    const { delivery, bodies } = await tell(alertAbout('alice-the-attacker'), tooLong, accepted);
    expect(delivery).toEqual({ kind: 'delivered', form: 'minimal' });
    expect(bodies).toHaveLength(2);
    const [full = '', minimal = ''] = bodies;
    expect(shown(full)).toContain('alice-the-attacker');
    expect(minimal).not.toContain('alice-the-attacker');
    expect(shown(minimal)).not.toContain('alice-the-attacker');
    expect(shown(minimal)).toContain('Cloud desktops deleted');
    expect(shown(minimal)).toContain('Rule ecd-delete, event E-1');
  });

  test(`${name} gives up on a payload after the minimal form`, async () => {
    const { delivery, bodies } = await tell(alertAbout('alice'), tooLong);
    expect(delivery).toMatchObject({ kind: 'refused', fault: 'payload' });
    expect(bodies).toHaveLength(2);
  });

  test(`${name} says where only the minimal form is left to try`, async () => {
    const { delivery } = await tell(alertAbout('alice'), tooLong, reply(429));
    expect(delivery).toMatchObject({ kind: 'retry', form: 'minimal' });
    const plainly = await tell(alertAbout('alice'), reply(429));
    expect(plainly.delivery).not.toHaveProperty('form');
  });

  const expects: Readonly<Record<string, object | undefined>> = contract.expects ?? {};
  const understood = (answers: Answers) =>
    Object.entries(answers).map(
      ([answer, [given, usual]]) => [answer, given, expects[answer] ?? usual] as const,
    );

  test.each(understood(answersOf(contract.accepted)))(
    `${name} understands %s`,
    async (_, answer, expected) => {
      const { delivery, seen } = await tell(alertAbout('alice'), answer);
      expect(delivery).toMatchObject(expected);
      // Not followed, and not tried again here: whether and when is for whoever asked. Only a
      // payload that was refused is followed by the minimal form.
      expect(seen).toHaveLength('fault' in expected && expected.fault === 'payload' ? 2 : 1);
    },
  );

  test.each(understood(endless))(
    `${name} answers by its deadline where there is %s`,
    async (_, answer, expected) => {
      const vendor = await startVendor(answer);
      const channel = contract.open(`${vendor.origin}${contract.path}`, io);
      expect(await channel.send(alertAbout('alice'), Date.now() + 300)).toMatchObject(expected);
    },
  );

  test(`${name} takes a 413 for a message that is too long`, async () => {
    const { delivery } = await tell(alertAbout('alice'), reply(413, '<html>'), accepted);
    expect(delivery).toEqual({ kind: 'delivered', form: 'minimal' });
  });

  test(`${name} reads a Retry-After that is a date`, async () => {
    const now = Date.UTC(2026, 10, 21);
    const date = new Date(now + 90_000).toUTCString();
    const vendor = await startVendor(reply(429, '', { 'retry-after': date }));
    const channel = contract.open(`${vendor.origin}${contract.path}`, { ...io, now: () => now });
    const delivery = await channel.send(alertAbout('alice'), now + 5_000);
    expect(delivery).toMatchObject({ kind: 'retry', afterSeconds: 90 });
  });

  test(`${name} never repeats a secret or the message in a reason`, async () => {
    const echo: readonly Reply[] = [200, 302, 400, 403, 410, 429, 500].map(
      (status) => (response, seen) =>
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify({ errcode: 310000, errmsg: `${seen.url} ${seen.body}` })),
    );
    const broken: Reply = (response) => response.destroy();
    for (const answer of [...echo, broken, tooLong]) {
      const { delivery, seen } = await tell(alertAbout('alice-the-attacker'), answer);
      const sent = new URL(seen[0]?.url ?? '', 'http://x').searchParams;
      const said = JSON.stringify(delivery);
      for (const secret of [...contract.secrets, ...sent.values(), 'alice-the-attacker', '://']) {
        expect(said).not.toContain(secret);
      }
    }
  });

  test(`${name} asks to try again when nothing listens`, async () => {
    const channel = contract.open(`${await deadOrigin()}${contract.path}`, io);
    expect(await channel.send(alertAbout('alice'), Date.now() + 5000)).toEqual({
      kind: 'retry',
      reason: 'could not connect (ECONNREFUSED)',
    });
  });

  test(`${name} asks to try again when the host has no address`, async () => {
    const lost = 'https://no-such-host.invalid/';
    const channel = contract.open(`${contract.origin}${contract.path}`, {
      ...io,
      fetch: (_, request) => nodeFetch(new URL(lost), request),
    });
    expect(await channel.send(alertAbout('alice'), Date.now() + 5000)).toMatchObject({
      kind: 'retry',
    });
  });

  test(`${name} does not begin what it has no time for`, async () => {
    const vendor = await startVendor(accepted);
    const channel = contract.open(`${vendor.origin}${contract.path}`, io);
    for (const deadline of [Date.now(), 0, Number.NaN]) {
      expect(await channel.send(alertAbout('alice'), deadline)).toMatchObject({ kind: 'retry' });
    }
    expect(vendor.seen).toHaveLength(0);
  });

  test(`${name} keeps its webhook to itself when it is wrong`, () => {
    const { origin, path } = contract;
    const wrong = [
      '',
      '   ',
      'not a url',
      path,
      `ftp://${new URL(origin).host}${path}`,
      `http://${new URL(origin).host}${path}`,
      `http://127.0.0.1.evil.example${path}`,
      `https://100.100.100.200${path}`,
      `${origin.replace('https://', 'https://user:word@')}${path}`,
      ...(contract.wrong ?? []),
    ];
    const elsewhere = [
      `https://evil.example${path}`,
      `${origin}.evil.example${path}`,
      `${origin}:8443${path}`,
      `${origin}/`,
    ];
    for (const webhook of wrong) expectConfigError(() => contract.open(webhook, io));
    for (const webhook of elsewhere) {
      if (contract.anyHost) expect(() => contract.open(webhook, io)).not.toThrow();
      else expectConfigError(() => contract.open(webhook, io));
    }
    for (const host of ['127.0.0.1:9000', 'localhost', '[::1]:9000']) {
      const webhook = `http://${host}${path}`;
      expectConfigError(() => contract.open(webhook, { ...io, allowLoopback: false }));
      expect(() => contract.open(webhook, io)).not.toThrow();
    }
  });

  function expectConfigError(open: () => unknown): void {
    const error = caught(open);
    expect(error).toMatchObject({ name: 'ConfigError', key: 'channels.oncall.webhook' });
    for (const secret of contract.secrets) expect(String(error)).not.toContain(secret);
  }
}

function refused(fault: 'configuration' | 'payload'): object {
  return { kind: 'refused', fault };
}

function retryAfter(afterSeconds: number): object {
  return { kind: 'retry', afterSeconds };
}

function caught(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

function breakOff(response: Parameters<Reply>[0]): void {
  response.writeHead(200).write('o', () => response.destroy());
}

/** One byte at a time, each soon enough to keep a socket's own time-out from firing. */
function drip(response: Parameters<Reply>[0]): void {
  response.writeHead(200);
  const timer = setInterval(() => response.write('o'), 20);
  response.on('close', () => clearInterval(timer));
}

/** Every string in a piece of JSON. */
function texts(json: unknown): string[] {
  if (typeof json === 'string') return [json];
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(texts) : [];
}
