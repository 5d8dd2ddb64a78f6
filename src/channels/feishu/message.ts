import type { Offer } from '../../model/action.ts';
import type { Form } from '../../model/delivery.ts';
import type { Fact, Notification } from '../../model/notification.ts';
import type { Text } from '../../model/text.ts';
import { characters, cut, jsonBytes } from '../cut.ts';
import { fit } from '../fit.ts';
import { fullWidth } from '../full-width.ts';
import { layOutOffers } from '../lay-out-offers.ts';
import { type SpanWriter, layOut } from '../lay-out.ts';
import { neutralise } from '../neutralise.ts';
import {
  type Card,
  type CardButton,
  type CardElement,
  QUIET,
  SMALL,
  button,
  buttons,
  paragraph,
  plainText,
  row,
  templates,
} from './card.ts';
import type { FeishuSettings } from './settings.ts';

/**
 * 20 KB a body: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 * The timestamp and the signature, which come later, take less than the rest.
 */
const MESSAGE_BYTES = 19_880;

/**
 * A card has 200 elements at most, each text for itself:
 * https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-structure
 * Counted as if each took at least so many bytes, the bytes run out first.
 */
const ELEMENT_BYTES = 120;

/** https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-components/interactive-components/button */
const BUTTON_CHARACTERS = 100;

/** Our own bounds, in bytes of JSON. The parts that are never left out add up to less than a message. */
const TITLE_BYTES = 300;
const SUMMARY_BYTES = 600;
const SENTENCE_BYTES = 3000;
const LINE_BYTES = 1200;
const LINKS_BYTES = 3000;
const OFFERS_BYTES = 2400;
const FOOTER_BYTES = 1000;
const VALUE_BYTES = 600;

/** The body of a request, but for its signature. */
export type FeishuMessage =
  | { readonly msg_type: 'interactive'; readonly card: Card }
  | { readonly msg_type: 'text'; readonly content: { readonly text: string } };

/**
 * The message for `notification`, less than 20,000 bytes of JSON with its signature. Pure.
 *
 * No text of an event stands where Feishu reads markup. Its markdown decodes entities, but the list of
 * those that help knows neither `&` nor `@`, and where emoji and bare addresses are looked for is told by
 * example only. So all is plain text, which can be copied as it is, and links are buttons; our mentions
 * alone are markdown: https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-components/content-components/rich-text
 */
export function formatFeishu(
  notification: Notification,
  settings: Pick<FeishuSettings, 'keyword' | 'at'>,
  form: Form = 'full',
): FeishuMessage {
  const { keyword = '' } = settings;
  const mentioned = [
    ...(settings.at?.user_ids ?? []).filter(Boolean),
    ...(settings.at?.all === true ? ['all'] : []),
  ];
  if (form === 'minimal') {
    const lines = [notification.title, ...notification.minimal].map((text) =>
      line(text, LINE_BYTES, unmarked),
    );
    const mentions = mentioned.map((id) => `<at user_id="${id}"></at>`).join(' ');
    const text = [...lines, mentions, keyword].filter((part) => part !== '').join('\n');
    return { msg_type: 'text', content: { text } };
  }

  const title = line(notification.title, TITLE_BYTES, plain) || 'trailbell';
  const push = [...notification.title, { kind: 'label', text: ' ' } as const];
  const summary = line([...push, ...notification.sentence], SUMMARY_BYTES, unmarked);
  const sentence = line(notification.sentence, SENTENCE_BYTES, plain);
  const links = layOut(notification.links, LINKS_BYTES, linked);
  const offers = layOutOffers(notification.offers, OFFERS_BYTES, answer, weight);
  const footer = line(notification.footer, FOOTER_BYTES, plain);
  const small = [footer, keyword].filter((part) => part !== '').join(' · ');
  const mentions = mentioned.map((id) => `<at id=${id}></at>`).join(' ');
  const colour = notification.kind === 'drill' ? 'drill' : notification.level;
  const full = (
    facts: readonly CardElement[],
    steps: readonly CardElement[],
    left: string,
  ): FeishuMessage => {
    const elements: readonly (CardElement | undefined)[] = [
      sentence === '' ? undefined : paragraph(sentence, { text_size: 'heading' }),
      facts.length === 0 ? undefined : { tag: 'hr' },
      ...facts,
      steps.length === 0 ? undefined : { tag: 'hr' },
      steps.length === 0 ? undefined : paragraph(notification.steps.label, QUIET),
      ...steps,
      left === '' ? undefined : paragraph(left, QUIET),
      links.length === 0 ? undefined : buttons(links),
      offers.length === 0 ? undefined : buttons(offers),
      mentions === '' ? undefined : { tag: 'markdown', content: mentions },
      small === '' ? undefined : paragraph(small, SMALL),
    ];
    return {
      msg_type: 'interactive',
      card: {
        schema: '2.0',
        config: { update_multi: true, summary: { content: summary || title } },
        header: { template: templates[colour], title: plainText(title) },
        body: {
          vertical_spacing: 'medium',
          elements: elements.filter((element) => element !== undefined),
        },
      },
    };
  };

  const facts = notification.facts.map(written);
  const steps = notification.steps.items
    .map((item) => line(item, LINE_BYTES, plain))
    .filter((step) => step !== '')
    .map((step, index) => paragraph(`${index + 1}. ${step}`));
  const around = weight(full([{ tag: 'hr' }], [{ tag: 'hr' }], notification.cut));
  const kept = fit(facts, steps, MESSAGE_BYTES - around, weight);
  return full(kept.facts, kept.steps, kept.cut ? notification.cut : '');
}

function written({ label, text }: Fact): CardElement {
  return row(label.toWellFormed(), line(text, LINE_BYTES, plain));
}

/** What a part takes of a message, with the comma after it: its bytes, or more where it has many elements. */
function weight(part: unknown): number {
  const json = JSON.stringify(part);
  const elements = json.split('"tag":').length - 1;
  return Math.max(Buffer.byteLength(json) + 1, elements * ELEMENT_BYTES);
}

function line(text: Text, max: number, writer: SpanWriter<string>): string {
  return layOut(text, max, writer).join('').trim();
}

/** For a card's `plain_text`, which knows no markup. */
const plain = spanWriter(neutralise);

/** For a text message, where `<at …>` is a mention, and for the summary, of which nobody says what it reads. */
const unmarked = spanWriter(fullWidth);

function spanWriter(inert: (value: string) => string): SpanWriter<string> {
  return {
    size: jsonBytes,
    write(span, room) {
      switch (span.kind) {
        case 'label':
          return cut(span.text.toWellFormed(), room, jsonBytes) || undefined;
        case 'link': {
          const whole = `${span.label} ${span.url}`;
          return jsonBytes(whole) <= room ? whole : cut(span.label, room, jsonBytes) || undefined;
        }
        case 'value':
          return cut(inert(span.text), Math.min(VALUE_BYTES, room), jsonBytes) || undefined;
      }
    },
  };
}

/** An address is shown whole or not at all. */
const linked: SpanWriter<CardButton> = {
  size: weight,
  write(span, room) {
    if (span.kind !== 'link') return undefined;
    const whole = button(labelOf(span), span.url);
    return weight(whole) <= room ? whole : undefined;
  },
};

function answer(offer: Offer): CardButton {
  return button(labelOf(offer), offer.url);
}

function labelOf({ label }: { readonly label: string }): string {
  return cut(label.toWellFormed(), BUTTON_CHARACTERS, characters);
}
