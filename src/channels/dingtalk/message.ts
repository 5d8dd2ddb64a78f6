import type { Form } from '../../model/delivery.ts';
import type { Notification } from '../../model/notification.ts';
import type { Text } from '../../model/text.ts';
import { cut, jsonBytes } from '../cut.ts';
import { fit } from '../fit.ts';
import { type SpanWriter, layOut } from '../lay-out.ts';
import { neutralise } from '../neutralise.ts';
import type { DingtalkSettings } from './settings.ts';

/** https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages */
const MESSAGE_BYTES = 20_000;

/** Our own bounds, in bytes of JSON. The parts that are never left out add up to less than a message. */
const TITLE_BYTES = 300;
const SENTENCE_BYTES = 3000;
const LINE_BYTES = 1200;
const LINKS_BYTES = 6000;
const FOOTER_BYTES = 1000;
const VALUE_BYTES = 600;

/** The body of a request: https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages */
export interface DingtalkMessage {
  readonly msgtype: 'markdown';
  readonly msgUuid: string;
  /** `title` is shown in the list of chats and in the push only. */
  readonly markdown: { readonly title: string; readonly text: string };
  readonly at: {
    readonly atMobiles: readonly string[];
    readonly atUserIds: readonly string[];
    readonly isAtAll: boolean;
  };
}

/** The message for `notification`, at most 20,000 bytes of JSON. Pure. */
export function formatDingtalk(
  notification: Notification,
  settings: Pick<DingtalkSettings, 'keyword' | 'at'>,
  form: Form = 'full',
): DingtalkMessage {
  const title = line(notification.title, TITLE_BYTES, plain) || 'trailbell';
  const at = {
    atMobiles: (settings.at?.mobiles ?? []).filter(Boolean),
    atUserIds: (settings.at?.user_ids ?? []).filter(Boolean),
    isAtAll: settings.at?.all ?? false,
  };
  const heading = `### ${title}`;
  // A member is only mentioned where the text says so too.
  const mentions = [...at.atMobiles, ...at.atUserIds].map((who) => `@${who}`).join(' ');
  const message = (paragraphs: readonly string[]): DingtalkMessage => ({
    msgtype: 'markdown',
    // The minimal form is another message: under the same id, a robot that remembers the refused
    // one could drop it as a repeat and answer that all is well.
    msgUuid: form === 'full' ? notification.id : `${notification.id}-minimal`,
    markdown: { title, text: paragraphs.filter((text) => text !== '').join('\n\n') },
    at,
  });

  if (form === 'minimal') {
    const lines = notification.minimal.map((text) => line(text, LINE_BYTES, plain));
    return message([heading, ...lines, mentions, small('', settings.keyword)]);
  }

  const footer = line(notification.footer, FOOTER_BYTES, plain);
  const full = (facts: readonly string[], steps: readonly string[], left: string) =>
    message([
      heading,
      line(notification.sentence, SENTENCE_BYTES, strong),
      facts.map((fact) => `> ${fact}`).join('  \n'),
      steps.length === 0 ? '' : `**${notification.steps.label}**`,
      steps.map((step, index) => `${index + 1}. ${step}`).join('\n'),
      left,
      layOut(notification.links, LINKS_BYTES, plain).join(' · '),
      mentions,
      small(footer, settings.keyword),
    ]);

  const facts = notification.facts.map(
    (fact) => `**${fact.label}** ${line(fact.text, LINE_BYTES, plain)}`,
  );
  const steps = notification.steps.items.map((item) => line(item, LINE_BYTES, plain));
  const around = Buffer.byteLength(JSON.stringify(full([], [''], notification.cut)));
  // 8 is more than the quote mark or the number of a line and the break before the next one.
  const kept = fit(facts, steps, MESSAGE_BYTES - around, (text) => jsonBytes(text) + 8);
  return full(kept.facts, kept.steps, kept.cut ? notification.cut : '');
}

/** The footer, and the keyword that a robot may want to find in every message. */
function small(footer: string, keyword = ''): string {
  const text = [footer, keyword].filter((part) => part !== '').join(' · ');
  return text === '' ? '' : `> ${text}`;
}

const plain = spanWriter((value) => value);

/** Markdown ends bold text only after a request or before a space: a value in brackets gets one. */
const strong = spanWriter((value) => {
  const before = /^[\p{L}\p{N}]/u.test(value) ? '' : ' ';
  const after = /[\p{L}\p{N}]$/u.test(value) ? '' : ' ';
  return `${before}**${value}**${after}`;
});

function line(text: Text, max: number, writer: SpanWriter<string>): string {
  const laid = layOut(text, max, writer).join('');
  return laid.replaceAll('  **', ' **').replaceAll('**  ', '** ').trim();
}

function spanWriter(wrap: (value: string) => string): SpanWriter<string> {
  const markup = jsonBytes(wrap('…'));
  return {
    size: jsonBytes,
    write(span, room) {
      switch (span.kind) {
        case 'label':
          return cut(span.text.toWellFormed(), room, jsonBytes) || undefined;
        case 'link': {
          const whole = `[${span.label}](${outside(span.url)})`;
          return jsonBytes(whole) <= room ? whole : cut(span.label, room, jsonBytes) || undefined;
        }
        case 'value': {
          const text = cut(inert(span.text), Math.min(VALUE_BYTES, room - markup), jsonBytes);
          return text === '' ? undefined : wrap(text);
        }
      }
    },
  };
}

/** Whether DingTalk honours a backslash is nowhere said, so nothing relies on one: these become full-width. */
const special = /[[\]()<>*_`#!|\\~@$&]/gu;
const FULL_WIDTH_OFFSET = 0xfee0;

function inert(value: string): string {
  return (
    neutralise(value)
      .replace(special, (sign) => String.fromCodePoint(sign.charCodeAt(0) + FULL_WIDTH_OFFSET))
      // At the start of a line these would make a list, a rule or a heading of it.
      .replace(/^(?=[-+=]+(?: |$)|\d+\. )/u, '\u200b')
  );
}

/** Opens in the browser rather than in DingTalk's side panel, where nobody is signed in. */
function outside(url: string): string {
  const encoded = encodeURIComponent(url.toWellFormed()).replace(
    /[()*!']/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `dingtalk://dingtalkclient/page/link?url=${encoded}&pc_slide=false`;
}
