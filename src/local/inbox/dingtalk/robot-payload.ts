import * as z from 'zod';

const at = z.object({
  atMobiles: z.array(z.string()).default([]),
  atUserIds: z.array(z.string()).default([]),
  isAtAll: z.boolean().default(false),
});

const common = { msgUuid: z.string().max(64).optional(), at: at.default(at.parse({})) };
const words = z.string().min(1);

const buttons = z.array(z.object({ title: words, actionURL: words })).min(1);
const actionCard = z
  .object({
    title: words,
    text: words,
    btnOrientation: z.enum(['0', '1']).default('0'),
    singleTitle: words.optional(),
    singleURL: words.optional(),
    btns: buttons.optional(),
  })
  .refine((card) => card.btns !== undefined || card.singleURL !== undefined, { path: ['btns'] });

/**
 * What a custom robot takes; feedCard alone is missing here.
 *
 * @see https://open.dingtalk.com/document/orgapp/custom-bot-access-send-message
 */
export const dingtalkMessage = z.discriminatedUnion('msgtype', [
  z.object({ ...common, msgtype: z.literal('text'), text: z.object({ content: words }) }),
  z.object({
    ...common,
    msgtype: z.literal('markdown'),
    markdown: z.object({ title: words, text: words }),
  }),
  z.object({ ...common, msgtype: z.literal('actionCard'), actionCard }),
  z.object({
    ...common,
    msgtype: z.literal('link'),
    link: z.object({ title: words, text: words, messageUrl: words }),
  }),
]);

export type DingtalkMessage = z.infer<typeof dingtalkMessage>;

export interface DingtalkButton {
  readonly title: string;
  readonly url: string;
}

/** A single button makes the robot ignore all others. */
export function buttonsOf(message: DingtalkMessage): readonly DingtalkButton[] {
  if (message.msgtype !== 'actionCard') return [];
  const { singleTitle, singleURL, btns = [] } = message.actionCard;
  return singleTitle !== undefined && singleURL !== undefined
    ? [{ title: singleTitle, url: singleURL }]
    : btns.map(({ title, actionURL }) => ({ title, url: actionURL }));
}

/** The text that is laid out, and that keywords are looked for in. */
export function textOf(message: DingtalkMessage): string {
  if (message.msgtype === 'text') return message.text.content;
  if (message.msgtype === 'markdown') return message.markdown.text;
  return message.msgtype === 'link' ? message.link.text : message.actionCard.text;
}

/** What the list of chats and the push show; a text message shows itself. */
export function titleOf(message: DingtalkMessage): string {
  if (message.msgtype === 'text') return message.text.content;
  if (message.msgtype === 'markdown') return message.markdown.title;
  return message.msgtype === 'link' ? message.link.title : message.actionCard.title;
}
