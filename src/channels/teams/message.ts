import type { Offer } from '../../model/action.ts';
import type { Form } from '../../model/delivery.ts';
import type { Level } from '../../model/level.ts';
import type { Notification } from '../../model/notification.ts';
import type { Span, Text } from '../../model/text.ts';
import { cut, jsonBytes } from '../cut.ts';
import { fit } from '../fit.ts';
import { fullWidth, widened } from '../full-width.ts';
import { layOutOffers } from '../lay-out-offers.ts';
import { type SpanWriter, layOut } from '../lay-out.ts';
import { neutralise } from '../neutralise.ts';
import {
  type ActionSet,
  type AdaptiveCard,
  type ContainerStyle,
  type OpenUrl,
  type RichTextBlock,
  type TextRun,
  type TextStyle,
  block,
  run,
} from './card.ts';

/**
 * A message takes about 28 KB (https://learn.microsoft.com/en-us/connectors/teams/, known issues), and
 * is counted after Teams has made more of it; others have met the limit at 21 KB.
 */
const MESSAGE_BYTES = 20_000;

/** A renderer of cards leaves out what is more, unless its host says otherwise: https://adaptivecards.io/explorer/HostConfig.html */
const MOST_ACTIONS = 5;

/** Our own bounds, in bytes of JSON. The parts that are never left out add up to less than a message. */
const FALLBACK_BYTES = 900;
const TITLE_BYTES = 600;
const SENTENCE_BYTES = 3500;
const LINE_BYTES = 1500;
const LINKS_BYTES = 6000;
const OFFERS_BYTES = 2000;
const FOOTER_BYTES = 1200;
const VALUE_BYTES = 600;

/** A card without a title would be a bar without words. */
const NAMELESS = 'trailbell';

const HEADING: TextStyle = { size: 'Medium', weight: 'Bolder' };

/** The body of a request: https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using */
export interface TeamsMessage {
  readonly type: 'message';
  readonly attachments: readonly [
    {
      readonly contentType: 'application/vnd.microsoft.card.adaptive';
      readonly contentUrl: null;
      readonly content: AdaptiveCard;
    },
  ];
}

/** A drill has none of an alarm's. */
const styles: Readonly<Record<Level | 'drill', ContainerStyle>> = {
  critical: 'attention',
  high: 'warning',
  medium: 'accent',
  low: 'emphasis',
  informational: 'default',
  drill: 'good',
};

/** The message for `notification`, at most 20,000 bytes of JSON. Pure. */
export function formatTeams(notification: Notification, form: Form = 'full'): TeamsMessage {
  const { kind, title, sentence, steps, level } = notification;
  const heading = layOut(title, TITLE_BYTES, runs(HEADING));
  const message = (
    push: readonly Text[],
    links: Text,
    body: readonly (RichTextBlock | ActionSet)[],
  ) =>
    attached({
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      msteams: { width: 'Full' },
      fallbackText: push.map(fallback).filter(Boolean).join(' · ') || NAMELESS,
      body: [
        {
          type: 'Container',
          style: styles[kind === 'drill' ? 'drill' : level],
          bleed: true,
          items: block(heading.length > 0 ? heading : [run(NAMELESS, HEADING)]),
        },
        ...body,
      ],
      actions: actions(links),
    });

  if (form === 'minimal') {
    const lines = notification.minimal.map((line) => line.filter(({ kind }) => kind !== 'link'));
    const links = notification.minimal.flat().filter(({ kind }) => kind === 'link');
    const body = lines.flatMap((line) => block(layOut(line, LINE_BYTES, plain), 'Small'));
    return message([title], links, body);
  }

  const full = (facts: readonly RichTextBlock[], said: readonly RichTextBlock[], left: string) =>
    message([title, sentence], notification.links, [
      ...block(layOut(sentence, SENTENCE_BYTES, strong)),
      ...facts,
      ...(said.length === 0 ? [] : block([run(steps.label, { weight: 'Bolder' })], 'Medium')),
      ...said,
      ...(left === '' ? [] : block([run(left, { italic: true })])),
      ...answers(notification.offers),
      ...block(layOut(notification.footer, FOOTER_BYTES, small), 'Medium'),
    ]);

  const facts = notification.facts.flatMap((fact) =>
    block(
      [run(`${fact.label} `, { weight: 'Bolder' }), ...layOut(fact.text, LINE_BYTES, plain)],
      'Small',
    ),
  );
  const said = steps.items
    .map((item) => layOut(item, LINE_BYTES, plain))
    .filter((item) => item.length > 0)
    .flatMap((item, index) => block([run(`${index + 1}. `), ...item], 'Small'));
  const around = weight(full([], [...block([run('')])], notification.cut));
  const kept = fit(facts, said, MESSAGE_BYTES - around, weight);
  return full(kept.facts, kept.steps, kept.cut ? notification.cut : '');
}

function attached(content: AdaptiveCard): TeamsMessage {
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content }] };
}

/**
 * Links are buttons, since Teams for the desktop shows a link within a paragraph as plain text on a
 * line of its own: https://github.com/microsoft/AdaptiveCards/issues/9100
 */
function actions(links: Text): readonly OpenUrl[] {
  const urls = links.flatMap((span) =>
    span.kind === 'link' && span.label !== '' ? [openUrl(span.label, span.url)] : [],
  );
  const first = urls.slice(0, MOST_ACTIONS);
  return first.filter((action) => weight(action) <= LINKS_BYTES / first.length);
}

/** A row of their own: what a card shows of its actions is limited, and the links are some of them. */
function answers(offers: readonly Offer[]): readonly ActionSet[] {
  const write = ({ label, url }: Offer) => openUrl(label, url);
  const set = layOutOffers(offers, OFFERS_BYTES, write, weight).slice(0, MOST_ACTIONS);
  return set.length === 0 ? [] : [{ type: 'ActionSet', actions: set }];
}

function openUrl(title: string, url: string): OpenUrl {
  return { type: 'Action.OpenUrl', title: title.toWellFormed(), url };
}

const plain = runs({});

const small = runs({ size: 'Small', isSubtle: true });

const strong = runs({}, { weight: 'Bolder' });

/** What is ours in one style, values in another. */
function runs(style: TextStyle, ofValues = style): SpanWriter<TextRun> {
  return {
    size: weight,
    write(span, room) {
      const look = span.kind === 'value' ? ofValues : style;
      const text = shortened(span, room - weight(run('', look)), withoutTags);
      return text === '' ? undefined : run(text, look);
    },
  };
}

/** `<at>…</at>` is a mention where a card lists whom it means. Ours lists nobody, and no value looks like one. */
function withoutTags(value: string): string {
  return neutralise(value).replace(/[<>]/gu, widened);
}

function fallback(text: Text): string {
  const writer: SpanWriter<string> = {
    size: jsonBytes,
    write: (span, room) => shortened(span, room, fullWidth) || undefined,
  };
  return layOut(text, FALLBACK_BYTES / 2, writer)
    .join('')
    .trim();
}

function shortened(span: Span, room: number, inert: (value: string) => string): string {
  if (span.kind === 'value') return cut(inert(span.text), Math.min(VALUE_BYTES, room), jsonBytes);
  return cut((span.kind === 'label' ? span.text : span.label).toWellFormed(), room, jsonBytes);
}

/** What a part takes, with the comma after it. */
function weight(part: unknown): number {
  return Buffer.byteLength(JSON.stringify(part)) + 1;
}
