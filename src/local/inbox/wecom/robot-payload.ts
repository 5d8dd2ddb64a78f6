import * as z from 'zod';

/**
 * What a group robot takes; markdown_v2, pictures, news, files and cards are missing here. Properties
 * that it does not know are no matter to it.
 *
 * @see https://developer.work.weixin.qq.com/document/path/99110
 */
export const wecomMessage = z.discriminatedUnion('msgtype', [
  z.object({
    msgtype: z.literal('text'),
    text: z.object({
      content: z.string(),
      mentioned_list: z.array(z.string()).default([]),
      mentioned_mobile_list: z.array(z.string()).default([]),
    }),
  }),
  z.object({ msgtype: z.literal('markdown'), markdown: z.object({ content: z.string() }) }),
]);

export type WecomMessage = z.infer<typeof wecomMessage>;

export function contentOf(message: WecomMessage): string {
  return message.msgtype === 'text' ? message.text.content : message.markdown.content;
}
