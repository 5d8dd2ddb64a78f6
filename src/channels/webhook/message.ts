import type { AnswerAction, Offer } from '../../model/action.ts';
import type { Form } from '../../model/delivery.ts';
import type { Level } from '../../model/level.ts';
import type { About, Notification } from '../../model/notification.ts';
import type { Span, Text } from '../../model/text.ts';
import { cut, jsonBytes } from '../cut.ts';
import { fit } from '../fit.ts';
import { widened } from '../full-width.ts';
import { layOutOffers } from '../lay-out-offers.ts';
import { type SpanWriter, layOut } from '../lay-out.ts';
import { neutralise } from '../neutralise.ts';

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-size */
const MESSAGE_BYTES = 20_000;

/** Our own bounds, in bytes of JSON. The parts that are never left out add up to less than a message. */
const TITLE_BYTES = 300;
const SENTENCE_BYTES = 3000;
const LINE_BYTES = 1200;
const LINKS_BYTES = 4000;
const OFFERS_BYTES = 2000;
const FOOTER_BYTES = 1000;
const VALUE_BYTES = 600;
const ABOUT_BYTES = 300;

/**
 * The body of a request:
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-structure
 * Every text is plain, of one line, and stands there for people; what a program goes by is in `about`.
 */
export interface WebhookMessage {
  readonly type: `trailbell.${Notification['kind']}`;
  /** When it happened, or where there is no such time, when it was sent: ISO 8601 in UTC. */
  readonly timestamp: string;
  readonly data: {
    readonly id: string;
    readonly level: Level;
    readonly about: Readonly<Partial<Record<keyof About, string>>>;
    readonly title: string;
    readonly sentence: string;
    readonly facts: readonly WebhookFact[];
    readonly steps: { readonly label: string; readonly items: readonly string[] };
    readonly links: readonly WebhookLink[];
    /** Pages that a person opens to answer; opening one changes nothing. */
    readonly offers: readonly WebhookOffer[];
    readonly footer: string;
    /** Says that something was left out at the end; empty where nothing was. */
    readonly cut: string;
  };
}

interface WebhookFact {
  readonly label: string;
  readonly text: string;
}

interface WebhookLink {
  readonly label: string;
  readonly url: string;
}

interface WebhookOffer extends WebhookLink {
  readonly action: AnswerAction;
}

/**
 * The same for every attempt. The minimal form is another message: under the same id, a receiver that
 * remembers the refused one could drop it as a repeat and answer that all is well.
 */
export function webhookId(notification: Notification, form: Form): string {
  return form === 'full' ? notification.id : `${notification.id}-minimal`;
}

/** The message for `notification`, at most 20,000 bytes of JSON. Pure. */
export function formatWebhook(
  notification: Notification,
  sent: Date,
  form: Form = 'full',
): WebhookMessage {
  const { kind, level, about } = notification;
  const message = (
    data: Omit<WebhookMessage['data'], 'id' | 'level' | 'title'>,
  ): WebhookMessage => ({
    type: `trailbell.${kind}`,
    timestamp: timeText(about.time) ?? sent.toISOString(),
    data: {
      id: webhookId(notification, form),
      level,
      title: line(notification.title, TITLE_BYTES) || 'trailbell',
      ...data,
    },
  });

  if (form === 'minimal') {
    const lines = notification.minimal.map((text) => line(text.filter(isWords), LINE_BYTES));
    return message({
      about: {},
      sentence: lines.filter((words) => words !== '').join(' · '),
      facts: [],
      steps: { label: '', items: [] },
      links: linksIn(notification.minimal.flat()),
      offers: [],
      footer: '',
      cut: notification.cut,
    });
  }

  const full = (facts: readonly WebhookFact[], items: readonly string[], left: string) =>
    message({
      about: describe(about),
      sentence: line(notification.sentence, SENTENCE_BYTES),
      facts,
      steps: { label: items.length === 0 ? '' : notification.steps.label, items },
      links: linksIn(notification.links),
      offers: layOutOffers(notification.offers, OFFERS_BYTES, answer, (part) => bytes(part) + 1),
      footer: line(notification.footer, FOOTER_BYTES),
      cut: left,
    });

  const facts = notification.facts.map(({ label, text }) => ({
    label: label.toWellFormed(),
    text: line(text, LINE_BYTES),
  }));
  const steps = notification.steps.items.map((item) => line(item, LINE_BYTES));
  const around = bytes(full([], [''], notification.cut));
  // 1 for the comma after it.
  const kept = fit(facts, steps, MESSAGE_BYTES - around, (part) => bytes(part) + 1);
  return full(kept.facts, kept.steps, kept.cut ? notification.cut : '');
}

/** Exactly as it is known, since programs compare it: only what cannot be seen is taken out. */
function describe({ time, ...about }: About): WebhookMessage['data']['about'] {
  const known = Object.entries(about).flatMap(([key, text]) =>
    text === undefined ? [] : [[key, cut(neutralise(text), ABOUT_BYTES, jsonBytes)] as const],
  );
  const happened = timeText(time);
  return { ...Object.fromEntries(known), ...(happened === undefined ? {} : { time: happened }) };
}

function linksIn(text: Text): readonly WebhookLink[] {
  let left = LINKS_BYTES;
  return text.flatMap((span) => {
    if (span.kind !== 'link') return [];
    const link = { label: span.label.toWellFormed(), url: span.url.toWellFormed() };
    left -= bytes(link) + 1;
    return left < 0 ? [] : [link];
  });
}

function answer({ action, label, url }: Offer): WebhookOffer {
  return { action, label: label.toWellFormed(), url };
}

function line(text: Text, max: number): string {
  return layOut(text, max, plain).join('').trim();
}

const plain: SpanWriter<string> = {
  size: jsonBytes,
  write(span, room) {
    if (span.kind === 'value') return cut(inert(span.text), Math.min(VALUE_BYTES, room), jsonBytes);
    return cut((span.kind === 'label' ? span.text : span.label).toWellFormed(), room, jsonBytes);
  },
};

/**
 * Receivers put texts into pages and chats, and not all of them escape what they are given: without
 * these there is neither a tag nor a mention.
 */
function inert(value: string): string {
  return neutralise(value).replace(/[<>@]/gu, widened);
}

function isWords(span: Span): boolean {
  return span.kind !== 'link';
}

function timeText(time: Date | undefined): string | undefined {
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function bytes(part: unknown): number {
  return Buffer.byteLength(JSON.stringify(part));
}
