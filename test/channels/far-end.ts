import type { Channel, ChannelType, Fetch } from '../../src/channels/channel.ts';
import { channelTypes } from '../../src/channels/index.ts';
import { slack } from '../../src/channels/slack/slack.ts';
import { forEachApp } from '../../src/local/inbox/apps.ts';
import type { ChatApp } from '../../src/local/inbox/chat-app.ts';
import { toMarkup } from '../../src/local/inbox/html.ts';
import type { Form } from '../../src/model/delivery.ts';
import { isFields } from '../../src/model/fields.ts';
import type { Notification } from '../../src/model/notification.ts';
import { KEYWORD, MEMBER, MOBILE } from './hostile-strings.ts';

const types: readonly ChannelType[] = channelTypes;

/** A channel as somebody may have set it up. */
export interface SetUp {
  readonly name: string;
  readonly type: ChannelType;
  /** What is set beside its sample. */
  readonly settings: object;
}

/** Always the same, since some messages tell the time. */
const NOW = Date.parse('2026-11-21T07:05:00Z');

/** What people see somewhere. */
export interface Page {
  readonly links: readonly string[];
  readonly mentions: readonly string[];
  /** Every element with its class, in order. */
  readonly tags: readonly string[];
  readonly words: string;
  /** What can be pressed to answer: labels, and the address or, of a button that acts, its place. */
  readonly answers: readonly string[];
}

/** How a message arrived. */
export interface Arrived {
  /** Empty where the vendor shows it. */
  readonly refusal: string;
  readonly payload: unknown;
  readonly page: Page;
  /** What an app that does not show the message itself shows in its place, in markup of its own. */
  readonly inItsPlace: Page | undefined;
}

/** What may be set of a channel beside its sample. */
const more: Readonly<Record<string, object>> = {
  dingtalk: { keyword: KEYWORD, at: { mobiles: [MOBILE], user_ids: [MEMBER] } },
  feishu: { keyword: KEYWORD, at: { user_ids: ['ou_1234'] } },
  wecom: { at: { user_ids: [MEMBER] } },
};

export const setUps: readonly SetUp[] = [
  ...types.map((type) => ({ name: type.type, type, settings: more[type.type] ?? {} })),
  { name: 'slack with buttons', type: slack, settings: { interactive: true } },
];

/** A text of the payload that is read as markup where the message itself is not shown. */
const inItsPlace: Readonly<Record<string, (payload: Fields) => unknown>> = {
  slack: ({ text }) => ({ text }),
  feishu: (payload) => ({
    msg_type: 'text',
    content: { text: at(payload, 'card.config.summary.content') },
  }),
  teams(payload) {
    const text = at(payload, 'attachments.0.content.fallbackText');
    const content = { type: 'AdaptiveCard', version: '1.4', body: [{ type: 'TextBlock', text }] };
    const contentType = 'application/vnd.microsoft.card.adaptive';
    return { attachments: [{ contentType, content }] };
  },
};

type Fields = Readonly<Record<string, unknown>>;

/** Sends a notification through a real channel to a vendor's stand-in that has seen nothing before. */
export async function arrive(
  { type: { type, settings, sample, open }, settings: set }: SetUp,
  notification: Notification,
  form: Form,
): Promise<Arrived> {
  const app = appOf(type);
  const seen: { readonly refusal: string; readonly payload: unknown }[] = [];
  const fetch: Fetch = async (url, { headers, body }) => {
    const verdict = app.judge({ url, headers: new Headers(headers), body }, NOW);
    const { fate, why, payload, answer } = verdict;
    seen.push({ refusal: fate === 'shown' ? '' : `${fate}: ${why}`, payload });
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    return new Response(text, { status: answer.status });
  };
  const io = { fetch, now: () => NOW, allowLoopback: false };
  const channel: Channel = open(type, settings.parse({ ...sample, ...set }), io);
  const delivery = await channel.send(notification, NOW + 60_000, form);

  const [first] = seen;
  if (first === undefined) throw new Error(`${type} sent nothing: ${JSON.stringify(delivery)}`);
  const unlike = delivery.kind === 'delivered' && delivery.form === form ? '' : delivery.kind;
  const shown = inItsPlace[type]?.(isFields(first.payload) ? first.payload : {});
  return {
    refusal: first.refusal || unlike,
    payload: first.payload,
    page: pageOf(app, first.payload),
    inItsPlace: shown === undefined || form === 'minimal' ? undefined : pageOf(app, shown),
  };
}

function appOf(type: string): ChatApp {
  const apps: Readonly<Record<string, ChatApp>> = forEachApp((channel, open) =>
    open({
      limited: false,
      keyword: channel === 'dingtalk' || channel === 'feishu' ? KEYWORD : undefined,
    }),
  );
  const app = apps[type];
  if (app === undefined) throw new Error(`no app shows what ${type} sends`);
  return app;
}

/** Text is escaped in the markup of an app, so what looks like an element of it is one. */
function pageOf(app: ChatApp, payload: unknown): Page {
  const rendered = app.render(payload);
  const markup = rendered === undefined ? '' : toMarkup(rendered.body);
  const elements = [...markup.matchAll(/<(?<name>[a-z]\w*)(?<attributes>[^>]*)>/g)];
  return {
    links: elements.flatMap(({ groups }) => attribute(groups?.['attributes'], 'href')),
    mentions: [...markup.matchAll(/<span class="mention">(?<who>[^<]*)/g)].map(
      ({ groups }) => groups?.['who'] ?? '',
    ),
    tags: elements.map(({ groups }) =>
      [groups?.['name'], ...attribute(groups?.['attributes'], 'class')].join('.'),
    ),
    answers: answersIn(markup),
    words: decode(markup.replace(/<[^>]*>/g, '')).replace(/\s+/g, ' '),
  };
}

/** A link to an answer's page, or a button; each with what is written on it. */
const answer =
  /<a href="(?<url>https:\/\/alerts\.example\.com[^"]*)"[^>]*>(?<label>.*?)<\/a>|<button[^>]*data-press="(?<place>[^"]*)"[^>]*>(?<name>[^<]*)<\/button>/gs;

function answersIn(markup: string): readonly string[] {
  return [...markup.matchAll(answer)].map(({ groups = {} }) => {
    const { url = '', label, place, name } = groups;
    const words = (label ?? name ?? '').replace(/<[^>]*>/g, '').trim();
    return `${decode(words)}: ${decode(place ?? url)}`;
  });
}

function attribute(attributes = '', name: string): readonly string[] {
  const found = new RegExp(`${name}="(?<value>[^"]*)"`).exec(attributes)?.groups?.['value'];
  return found === undefined ? [] : [decode(found)];
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

function at(payload: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Fields | undefined)?.[key], payload);
}
