import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import { isFields, parseJson } from '../../model/fields.ts';
import { forEachApp, inboxChannels, type InboxChannel } from './apps.ts';
import { renderCard } from './card.ts';
import type { AppRequest, Interactions } from './chat-app.ts';
import { toMarkup } from './html.ts';
import { createMailbox, type Answer, type InboxMessage, type Verdict } from './mailbox.ts';
import { countsOf, renderPage } from './page.ts';
import { pressButton } from './press-button.ts';

/** Far more than any vendor takes. */
const LONGEST_BODY_BYTES = 1_000_000;

type PerApp<T> = Readonly<Partial<Record<InboxChannel, T>>>;

export interface InboxOptions {
  /** Signatures to these apps are checked. */
  readonly secrets?: PerApp<string>;
  /** Every message to these apps has to carry its keyword. */
  readonly keywords?: PerApp<string>;
  /** Where Slack tells the app of the buttons that are pressed on the page, and in whose name. */
  readonly slack?: Interactions;
  /** Keep to the vendors' rate limits. Off unless asked for, since a demo sends in bursts. */
  readonly rateLimits?: boolean;
  /** How many messages are kept; 200 unless said. */
  readonly capacity?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly locale?: string;
  /** In which the page tells the time; this machine's unless said. */
  readonly timeZone?: string;
}

/** What an app is told to do instead of judging a message. */
export type Misbehaviour =
  /** Refuses it with this answer, whatever it is. */
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Shows it and never answers, so that the sender cannot know. */
  | { readonly kind: 'silence' };

export interface Inbox {
  readonly app: Hono;
  /** The path and query of a webhook of each app. */
  readonly webhooks: Readonly<Record<InboxChannel, string>>;
  /** The oldest first. */
  messages(): readonly InboxMessage[];
  /** The next `times` messages to a channel meet this; later calls queue up. */
  answerWith(channel: InboxChannel, misbehaviour: Misbehaviour, times?: number): void;
  clear(): void;
}

/** The far end of every type of channel: it judges as the vendor does, and shows what people would see. */
export function createInbox(options: InboxOptions = {}): Inbox {
  const { now = Date.now, rateLimits: limited = false, locale = 'en-GB' } = options;
  const { secrets = {}, keywords = {} } = options;
  const { timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone } = options;
  const clockface = { locale, timeZone };
  const mailbox = createMailbox(options.capacity ?? 200);
  const apps = forEachApp((channel, open) =>
    open({
      limited,
      secret: secrets[channel],
      keyword: keywords[channel],
      interactions: channel === 'slack' ? options.slack : undefined,
    }),
  );
  const orders: {
    readonly channel: InboxChannel;
    readonly misbehaviour: Misbehaviour;
    left: number;
  }[] = [];

  const takeOrder = (channel: InboxChannel): Misbehaviour | undefined => {
    const order = orders.find((each) => each.channel === channel && each.left > 0);
    if (order !== undefined) order.left -= 1;
    return order?.misbehaviour;
  };

  /** An app is not asked where the answer was ordered, so such a message counts for no limit. */
  const receive = (channel: InboxChannel, request: AppRequest): Response | Promise<Response> => {
    const order = takeOrder(channel);
    const verdict: Verdict =
      order?.kind === 'answer'
        ? {
            fate: 'refused',
            why: `told to answer ${order.answer.status}`,
            payload: parseJson(request.body) ?? request.body,
            answer: order.answer,
          }
        : apps[channel].judge(request, now());
    mailbox.add(channel, now(), verdict);
    return order?.kind === 'silence' ? new Promise(() => {}) : toResponse(verdict.answer);
  };

  const app = new Hono();
  app.use(bodyLimit({ maxSize: LONGEST_BODY_BYTES }));

  for (const channel of inboxChannels) {
    app.post(apps[channel].path, async ({ req }) => {
      const { headers } = req.raw;
      return receive(channel, { url: new URL(req.url), headers, body: await req.text() });
    });
  }

  for (const channel of inboxChannels) {
    const { buttons } = apps[channel];
    if (buttons === undefined) continue;
    app.post(buttons.path, async ({ req }) => {
      const { headers } = req.raw;
      const request = { url: new URL(req.url), headers, body: await req.text() };
      const verdict = buttons.judgeAnswer(request, now());
      mailbox.add(channel, now(), verdict);
      return toResponse(verdict.answer);
    });
  }

  app.post('/messages/:id/press', async ({ req, json }) => {
    // A page elsewhere can make a browser post, but not JSON, which it would have to ask for first.
    if (req.header('content-type') !== 'application/json') return json({ why: 'not JSON' }, 415);
    const message = mailbox.all().find(({ id }) => String(id) === req.param('id'));
    const buttons = message && message.fate === 'shown' ? apps[message.channel].buttons : undefined;
    const pressed = parseJson(await req.text());
    if (message === undefined || buttons === undefined || !isFields(pressed)) {
      return json({ why: 'no such button' }, 404);
    }
    const { origin } = new URL(req.url);
    const why = await pressButton(buttons, message, String(pressed['button']), { now, origin });
    return json({ why });
  });

  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/messages', (c) => c.json(mailbox.all()));

  app.get('/', (c) => {
    const nonce = randomBytes(16).toString('base64');
    c.header('content-security-policy', contentSecurityPolicy(nonce));
    c.header('referrer-policy', 'no-referrer');
    c.header('x-content-type-options', 'nosniff');
    c.header('cache-control', 'no-store');
    const chosen = inboxChannels.find((channel) => channel === c.req.query('app'));
    const { origin } = new URL(c.req.url);
    return c.html(renderPage({ apps, messages: mailbox.all(), chosen, origin, nonce, clockface }));
  });

  app.get('/events', (c) => {
    // A browser names the last one it saw when it reconnects; the page does when it first connects.
    const after = Number(c.req.header('last-event-id') ?? c.req.query('after') ?? 0);
    return streamSSE(c, async (stream) => {
      const send = (message: InboxMessage) => {
        const { id, channel } = message;
        const card = toMarkup(renderCard(message, apps[channel], clockface));
        const data = { id, channel, card, counts: countsOf(mailbox.all()) };
        return stream.writeSSE({ id: String(id), data: JSON.stringify(data) });
      };
      const stop = mailbox.listen((message) => void send(message));
      for (const missed of mailbox.all().filter(({ id }) => id > after)) await send(missed);
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      stop();
    });
  });

  return {
    app,
    webhooks: forEachApp((channel) => apps[channel].webhook),
    messages: () => mailbox.all(),
    answerWith: (channel, misbehaviour, times = 1) =>
      void orders.push({ channel, misbehaviour, left: times }),
    clear: () => mailbox.clear(),
  };
}

function toResponse({ status, body, headers = {} }: Answer): Response {
  return typeof body === 'string'
    ? new Response(body, { status, headers: { 'content-type': 'text/html', ...headers } })
    : Response.json(body, { status, headers });
}

/** Event text belongs to an attacker: should escaping ever fail, nothing of it may run or load. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
