import type { KnownBlock, RichTextBlock, RichTextElement, RichTextSection } from '@slack/types';
import type { Form } from '../../model/delivery.ts';
import type { Fact, Notification } from '../../model/notification.ts';
import type { Span, Text } from '../../model/text.ts';
import { characters, cut, jsonCharacters } from '../cut.ts';
import { fit } from '../fit.ts';
import { widened } from '../full-width.ts';
import { type SpanWriter, layOut } from '../lay-out.ts';
import { neutralise } from '../neutralise.ts';
import { offerButtons, offerLinks } from './offer-pieces.ts';
import type { SlackSettings } from './settings.ts';

/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
const HEADER_CHARACTERS = 150;

/**
 * Slack refuses a message somewhere past 13,000 characters and documents no limit; kept well below
 * it, and counted in JSON, which is never shorter. The 50 blocks of
 * https://docs.slack.dev/reference/block-kit/blocks are out of reach: the layout has eight.
 */
const MESSAGE_CHARACTERS = 9900;

/** Our own bounds, in characters. The parts that are never left out add up to less than a message. */
const PUSH_CHARACTERS = 400;
const SENTENCE_CHARACTERS = 2000;
const LINE_CHARACTERS = 900;
const LINKS_CHARACTERS = 2400;
const OFFERS_CHARACTERS = 1600;
const FOOTER_CHARACTERS = 500;
const VALUE_CHARACTERS = 400;

/** Slack refuses a message without text. */
const NAMELESS = 'trailbell';

/** The body of a request: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export interface SlackMessage {
  /** What a push notification shows, in Slack's mrkdwn; the blocks are shown in its place elsewhere. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** The message for `notification`, less than 10,000 characters of JSON. Pure. */
export function formatSlack(
  notification: Notification,
  { interactive = false }: Pick<SlackSettings, 'interactive'> = {},
  form: Form = 'full',
): SlackMessage {
  const title = unformatted(notification.title, HEADER_CHARACTERS) || NAMELESS;
  const header: KnownBlock = {
    type: 'header',
    text: { type: 'plain_text', text: title, emoji: false },
  };
  const message = (push: readonly Text[], blocks: readonly (KnownBlock | undefined)[]) => ({
    text:
      push
        .map((spans) => layOut(spans, PUSH_CHARACTERS, escaped).join(''))
        .filter((words) => words !== '')
        .join('\n') || NAMELESS,
    blocks: [header, ...blocks.filter((block) => block !== undefined)],
    unfurl_links: false as const,
    unfurl_media: false as const,
  });

  if (form === 'minimal') {
    const lines = notification.minimal.map((text) => layOut(text, LINE_CHARACTERS, plain));
    return message([notification.title], [paragraph(lined(lines))]);
  }

  const sentence = layOut(notification.sentence, SENTENCE_CHARACTERS, strong);
  const links = notification.links.flatMap((span, index) => [
    ...(index === 0 ? [] : [text(' · ')]),
    ...layOut([span], LINKS_CHARACTERS / notification.links.length, plain),
  ]);
  const { offers } = notification;
  const full = (facts: readonly RichTextElement[][], steps: RichTextSection[], left: string) =>
    message(
      [notification.title, notification.sentence],
      [
        paragraph(sentence),
        paragraph(lined(facts)),
        numbered(notification.steps.label, steps),
        paragraph(left === '' ? [] : [text(left, { italic: true })]),
        paragraph(links),
        interactive
          ? offerButtons(offers, title, OFFERS_CHARACTERS)
          : paragraph(offerLinks(offers, OFFERS_CHARACTERS)),
        small(unformatted(notification.footer, FOOTER_CHARACTERS)),
      ],
    );

  const facts = notification.facts.map(written);
  const steps = notification.steps.items
    .map((item) => section(layOut(item, LINE_CHARACTERS, plain)))
    .filter((step) => step.elements.length > 0);
  const around = JSON.stringify(full([[NEW_LINE]], [section([])], notification.cut)).length;
  const kept = fit(facts, steps, MESSAGE_CHARACTERS - around, (part) => weight([part, NEW_LINE]));
  return full(kept.facts, [...kept.steps], kept.cut ? notification.cut : '');
}

const NEW_LINE = text('\n');

function text(words: string, style?: { bold?: true; italic?: true }): RichTextElement {
  const element: RichTextElement = { type: 'text', text: words };
  return style === undefined ? element : { ...element, style };
}

function written(fact: Fact): RichTextElement[] {
  return [text(`${fact.label} `, { bold: true }), ...layOut(fact.text, LINE_CHARACTERS, plain)];
}

function lined(lines: readonly RichTextElement[][]): RichTextElement[] {
  return lines.flatMap((line, index) => (index === 0 ? line : [NEW_LINE, ...line]));
}

function section(elements: RichTextElement[]): RichTextSection {
  return { type: 'rich_text_section', elements };
}

/** Slack refuses the whole message for one empty section. */
function paragraph(elements: RichTextElement[]): RichTextBlock | undefined {
  return elements.length === 0 ? undefined : { type: 'rich_text', elements: [section(elements)] };
}

function numbered(label: string, steps: RichTextSection[]): RichTextBlock | undefined {
  if (steps.length === 0) return undefined;
  return {
    type: 'rich_text',
    elements: [
      section([text(label, { bold: true })]),
      { type: 'rich_text_list', style: 'ordered', elements: steps },
    ],
  };
}

function small(footer: string): KnownBlock | undefined {
  if (footer === '') return undefined;
  return { type: 'context', elements: [{ type: 'plain_text', text: footer, emoji: false }] };
}

const plain = spanWriter((value) => text(value));

const strong = spanWriter((value) => text(value, { bold: true }));

/** Rich text elements are not parsed: what stands in one is shown as it is, mention or not. */
function spanWriter(wrap: (value: string) => RichTextElement): SpanWriter<RichTextElement> {
  return {
    size: weight,
    write(span, room) {
      const left = room - weight(span.kind === 'value' ? wrap('') : text(''));
      if (span.kind === 'link') {
        const link: RichTextElement = { type: 'link', url: span.url, text: span.label };
        if (weight(link) <= room) return link;
      }
      const words =
        span.kind === 'value'
          ? cut(neutralise(span.text), Math.min(VALUE_CHARACTERS, left), jsonCharacters)
          : cut(ours(span), left, jsonCharacters);
      if (words === '') return undefined;
      return span.kind === 'value' ? wrap(words) : text(words);
    },
  };
}

/** What an element takes, with the comma after it. */
function weight(part: unknown): number {
  return JSON.stringify(part).length + 1;
}

function ours(span: Exclude<Span, { kind: 'value' }>): string {
  return (span.kind === 'label' ? span.text : span.label).toWellFormed();
}

/** For `plain_text`, which knows no markup. */
function unformatted(spans: Text, max: number): string {
  return layOut(spans, max, unmarked).join('').trim();
}

const unmarked: SpanWriter<string> = {
  size: characters,
  write(span, room) {
    if (span.kind !== 'value') return cut(ours(span), room, characters);
    return cut(neutralise(span.text), Math.min(VALUE_CHARACTERS, room), characters);
  },
};

/** For mrkdwn, in which `<` starts a mention or a link: https://docs.slack.dev/messaging/formatting-message-text */
const escaped: SpanWriter<string> = {
  size: characters,
  write(span, room) {
    const words = span.kind === 'value' ? unstyled(span.text) : ours(span);
    const most = span.kind === 'value' ? Math.min(VALUE_CHARACTERS, room) : room;
    return escape(cut(words, most, (part) => escape(part).length));
  },
};

/** For the signs that style words there is no escape; and one that starts a quote does so escaped as well. */
function unstyled(value: string): string {
  return neutralise(value).replace(/[*_~`@]|^>/gu, widened);
}

function escape(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
