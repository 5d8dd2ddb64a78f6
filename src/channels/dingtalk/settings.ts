import * as z from 'zod';
import { locales } from '../../model/locale.ts';

export const dingtalkSettings = z.strictObject({
  type: z.literal('dingtalk').describe('A custom robot in a DingTalk group.'),
  webhook: z
    .string()
    .describe("The robot's webhook, on oapi.dingtalk.com or oapi.dingtalk.io. It is a secret."),
  locale: z.enum(locales).optional().describe('The language of its messages.'),
  secret: z
    .string()
    .optional()
    .describe('The secret that starts with SEC, where the robot wants signed requests.'),
  keyword: z
    .string()
    .optional()
    .describe('A keyword of the robot, where it wants one: every message carries it.'),
  at: z
    .strictObject({
      mobiles: z.array(z.string()).optional().describe('Mobile numbers of members to mention.'),
      user_ids: z.array(z.string()).optional().describe('User ids of members to mention.'),
      all: z.boolean().optional().describe('Mention everyone in the group.'),
    })
    .optional()
    .describe('Whom every message mentions.'),
});

export type DingtalkSettings = z.infer<typeof dingtalkSettings>;
