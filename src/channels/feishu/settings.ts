import * as z from 'zod';
import { locales } from '../../model/locale.ts';

export const feishuSettings = z.strictObject({
  type: z.literal('feishu').describe('A custom bot in a group of Feishu or Lark.'),
  webhook: z
    .string()
    .describe("The bot's webhook, on open.feishu.cn or open.larksuite.com. It is a secret."),
  locale: z.enum(locales).optional().describe('The language of its messages.'),
  secret: z.string().optional().describe('The secret of the bot, where it wants signed requests.'),
  keyword: z
    .string()
    .optional()
    .describe('A keyword of the bot, where it wants one: every message carries it.'),
  at: z
    .strictObject({
      user_ids: z
        .array(z.string())
        .optional()
        .describe('Open ids or user ids of members to mention, 20 at most.'),
      all: z.boolean().optional().describe('Mention everyone in the group.'),
    })
    .optional()
    .describe('Whom every message mentions.'),
});

export type FeishuSettings = z.infer<typeof feishuSettings>;
