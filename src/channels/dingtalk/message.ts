import type { Offer } from '../../model/action.ts';
import type { Form } from '../../model/delivery.ts';
import type { Notification } from '../../model/notification.ts';
import { jsonBytes } from '../cut.ts';
import { fit } from '../fit.ts';
import { layOutOffers } from '../lay-out-offers.ts';
import { layOut } from '../lay-out.ts';
import { markdownLine as line, markdownWriters, percent } from '../markdown-line.ts';
import type { DingtalkSettings } from './settings.ts';

/** https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages */
const MESSAGE_BYTES = 20_000;

/** Our own bounds, in bytes of JSON. The parts that are never left out add up to less than a message. */
const TITLE_BYTES = 300;
const SENTENCE_BYTES = 3000;
const LINE_BYTES = 1200;
const LINKS_BYTES = 6000;
const OFFERS_BYTES = 2000;
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
      layOutOffers(notification.offers, OFFERS_BYTES, answer, jsonBytes).join(' · '),
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

const { plain, strong } = markdownWriters({
  size: jsonBytes,
  valueMost: VALUE_BYTES,
  address: outside,
});

/** Opens in the browser rather than in DingTalk's side panel, where nobody is signed in. */
function outside(url: string): string {
  return opening(url, 'browser');
}

/** The page needs no sign-in, so on a desktop it opens beside the message. */
function answer({ label, url }: Offer): string {
  return `[${label.toWellFormed()}](${opening(url, 'panel')})`;
}

/** A phone opens either within DingTalk: https://help.dingtalk.io/open/development/message-link-description */
function opening(url: string, where: 'browser' | 'panel'): string {
  const encoded = encodeURIComponent(url.toWellFormed()).replace(/[()*!']/gu, percent);
  return `dingtalk://dingtalkclient/page/link?url=${encoded}&pc_slide=${where === 'panel'}`;
}
