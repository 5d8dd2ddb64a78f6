import type { Offer } from '../../model/action.ts';
import type { Form } from '../../model/delivery.ts';
import type { Notification } from '../../model/notification.ts';
import type { Size } from '../cut.ts';
import { fit } from '../fit.ts';
import { layOutOffers } from '../lay-out-offers.ts';
import { layOut } from '../lay-out.ts';
import { markdownLine as line, markdownWriters, percent } from '../markdown-line.ts';
import type { WecomSettings } from './settings.ts';

/** https://developer.work.weixin.qq.com/document/path/99110, markdown, in UTF-8. */
const CONTENT_BYTES = 4096;

/** Our own bounds, in bytes. The parts that are never left out add up to less than a message. */
const TITLE_BYTES = 240;
const SENTENCE_BYTES = 900;
const LINE_BYTES = 400;
const MINIMAL_BYTES = 700;
const LINKS_BYTES = 900;
const OFFERS_BYTES = 720;
const FOOTER_BYTES = 300;
const VALUE_BYTES = 240;

/**
 * The body of a request: https://developer.work.weixin.qq.com/document/path/99110
 *
 * Not a `template_card`: its sentence has 112 characters and its values 26, it has no room for steps and
 * mentions nobody. Not `markdown_v2`: it mentions nobody either, and older apps show its source.
 */
export interface WecomMessage {
  readonly msgtype: 'markdown';
  readonly markdown: { readonly content: string };
}

/** The message for `notification`, at most 4096 bytes of markdown. Pure. */
export function formatWecom(
  notification: Notification,
  settings: Pick<WecomSettings, 'at'>,
  form: Form = 'full',
): WecomMessage {
  const heading = `### ${line(notification.title, TITLE_BYTES, plain) || 'trailbell'}`;
  const mentioned = [
    ...(settings.at?.user_ids ?? []).filter(Boolean),
    ...(settings.at?.all === true ? ['all'] : []),
  ];
  const mentions = mentioned.map((id) => `<@${id}>`).join(' ');
  const contentOf = (paragraphs: readonly string[]) =>
    paragraphs.filter((text) => text !== '').join('\n\n');
  const message = (content: string): WecomMessage => ({
    msgtype: 'markdown',
    markdown: { content },
  });

  if (form === 'minimal') {
    const lines = notification.minimal.map((text) => line(text, MINIMAL_BYTES, plain));
    return message(contentOf([heading, ...lines, mentions]));
  }

  const footer = line(notification.footer, FOOTER_BYTES, plain);
  const full = (facts: readonly string[], steps: readonly string[], left: string) =>
    contentOf([
      heading,
      line(notification.sentence, SENTENCE_BYTES, strong),
      facts.map((fact) => `> ${fact}`).join('\n'),
      steps.length === 0 ? '' : `**${notification.steps.label}**\n${numbered(steps)}`,
      left,
      layOut(notification.links, LINKS_BYTES, plain).join(' · '),
      layOutOffers(notification.offers, OFFERS_BYTES, answer, bytes).join(' · '),
      mentions,
      footer === '' ? '' : `<font color="comment">${footer}</font>`,
    ]);

  const facts = notification.facts.map(
    (fact) => `**${fact.label}** ${line(fact.text, LINE_BYTES, plain)}`,
  );
  const steps = notification.steps.items.map((item) => line(item, LINE_BYTES, plain));
  const around = bytes(full([' '], [' '], notification.cut));
  // 6 is more than the quote mark or the number of a line and the break before the next one.
  const kept = fit(facts, steps, CONTENT_BYTES - around, (text) => bytes(text) + 6);
  return message(full(kept.facts, kept.steps, kept.cut ? notification.cut : ''));
}

/** WeCom knows no lists: the numbers are shown as they are written, and a line ends where it ends. */
function numbered(steps: readonly string[]): string {
  return steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
}

const bytes: Size = (text) => Buffer.byteLength(text);

const { plain, strong } = markdownWriters({ size: bytes, valueMost: VALUE_BYTES, address });

function address(url: string): string {
  return url.replace(/[()<>*\\ ]/gu, percent);
}

function answer({ label, url }: Offer): string {
  return `[${label.toWellFormed()}](${address(url)})`;
}
