import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import { parseJson } from '../../model/fields.ts';
import { renderCard } from './card.ts';
import { createDingtalkRobot } from './dingtalk-robot.ts';
import { toMarkup } from './html.ts';
import {
  createMailbox,
  type Answer,
  type InboxChannel,
  type InboxMessage,
  type Verdict,
} from './mailbox.ts';
import { countsOf, renderPage } from './page.ts';
import { createSlackWebhook } from './slack-webhook.ts';

/** Far more than either vendor takes. */
const LONGEST_BODY_BYTES = 1_000_000;

export interface InboxOptions {
  /** The robot's signing secret; signatures are checked where it is given. */
  readonly dingtalkSecret?: string;
  /** The robot's keyword; every message has to carry it where it is given. */
  readonly dingtalkKeyword?: string;
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
  /** The oldest first. */
  messages(): readonly InboxMessage[];
  /** The next `times` messages to a channel meet this; later calls queue up. */
  answerWith(channel: InboxChannel, misbehaviour: Misbehaviour, times?: number): void;
  clear(): void;
}

/** The far ends of DingTalk and Slack: they judge as the vendors do, and show what people would see. */
export function createInbox(options: InboxOptions = {}): Inbox {
  const { now = Date.now, rateLimits: limited = false, locale = 'en-GB' } = options;
  const { timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone } = options;
  const clockface = { locale, timeZone };
  const mailbox = createMailbox(options.capacity ?? 200);
  const slack = createSlackWebhook({ limited });
  const dingtalk = createDingtalkRobot({
    limited,
    ...(options.dingtalkSecret === undefined ? {} : { secret: options.dingtalkSecret }),
    ...(options.dingtalkKeyword === undefined ? {} : { keyword: options.dingtalkKeyword }),
  });
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

  /** `judge` is not asked where the answer was ordered, so such a message counts for no limit. */
  const receive = (
    channel: InboxChannel,
    body: string,
    judge: () => Verdict,
  ): Response | Promise<Response> => {
    const order = takeOrder(channel);
    const verdict: Verdict =
      order?.kind === 'answer'
        ? {
            fate: 'refused',
            why: `told to answer ${order.answer.status}`,
            payload: parseJson(body) ?? body,
            answer: order.answer,
          }
        : judge();
    mailbox.add(channel, now(), verdict);
    return order?.kind === 'silence' ? new Promise(() => {}) : toResponse(verdict.answer);
  };

  const app = new Hono();
  app.use(bodyLimit({ maxSize: LONGEST_BODY_BYTES }));

  app.post('/robot/send', async (c) => {
    const body = await c.req.text();
    const query = new URL(c.req.url).searchParams;
    const contentType = c.req.header('content-type') ?? '';
    return receive('dingtalk', body, () => dingtalk({ query, contentType, body }, now()));
  });

  app.post('/services/:team/:bot/:token', async (c) => {
    const { team, bot } = c.req.param();
    if (!/^T[A-Z0-9]+$/.test(team)) return c.text('no_team', 404);
    if (!/^B[A-Z0-9]+$/.test(bot)) return c.text('no_service', 404);
    const body = await c.req.text();
    const contentType = c.req.header('content-type') ?? '';
    return receive('slack', body, () => slack(body, contentType, now()));
  });

  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/messages', (c) => c.json(mailbox.all()));

  app.get('/', (c) => {
    const nonce = randomBytes(16).toString('base64');
    c.header('content-security-policy', contentSecurityPolicy(nonce));
    c.header('referrer-policy', 'no-referrer');
    c.header('x-content-type-options', 'nosniff');
    c.header('cache-control', 'no-store');
    return c.html(renderPage(mailbox.all(), nonce, clockface));
  });

  app.get('/events', (c) => {
    // A browser names the last one it saw when it reconnects; the page does when it first connects.
    const after = Number(c.req.header('last-event-id') ?? c.req.query('after') ?? 0);
    return streamSSE(c, async (stream) => {
      const send = (message: InboxMessage) => {
        const { id, channel } = message;
        const card = toMarkup(renderCard(message, clockface));
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
