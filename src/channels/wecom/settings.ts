import * as z from 'zod';
import { locales } from '../../model/locale.ts';

export const wecomSettings = z.strictObject({
  type: z.literal('wecom').describe('A group robot of WeCom (WeChat Work).'),
  webhook: z.string().describe("The robot's webhook, on qyapi.weixin.qq.com. It is a secret."),
  locale: z.enum(locales).optional().describe('The language of its messages.'),
  at: z
    .strictObject({
      user_ids: z
        .array(z.string())
        .optional()
        .describe('User ids of members to mention, 10 at most.'),
      all: z.boolean().optional().describe('Mention everyone in the group.'),
    })
    .optional()
    .describe('Whom every message mentions.'),
});

export type WecomSettings = z.infer<typeof wecomSettings>;
