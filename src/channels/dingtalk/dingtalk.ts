import { createHmac } from 'node:crypto';
import * as z from 'zod';
import type { ChannelType } from '../channel.ts';
import { openLine } from '../send.ts';
import { type WebhookShape, checkWebhook } from '../webhook.ts';
import { judgeDingtalk } from './answer.ts';
import { formatDingtalk } from './message.ts';

const SHAPE: WebhookShape = {
  hosts: ['oapi.dingtalk.com', 'oapi.dingtalk.io'],
  fits: (url) => url.pathname === '/robot/send' && Boolean(url.searchParams.get('access_token')),
  example: 'https://oapi.dingtalk.com/robot/send?access_token=…',
};

const settings = z.strictObject({
  type: z.literal('dingtalk').describe('A custom robot in a DingTalk group.'),
  webhook: z
    .string()
    .describe("The robot's webhook, on oapi.dingtalk.com or oapi.dingtalk.io. It is a secret."),
  locale: z.enum(['en', 'zh']).optional().describe('The language of its messages.'),
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

export const dingtalk: ChannelType<typeof settings> = {
  type: 'dingtalk',
  settings,
  open(name, settings, io) {
    const webhook = checkWebhook(name, settings.webhook, SHAPE, io);
    const secret = settings.secret ?? '';
    return openLine(
      {
        name,
        type: 'dingtalk',
        write: (notification, form) => ({
          url: secret === '' ? webhook : signedUrl(webhook, secret, io.now()),
          body: JSON.stringify(formatDingtalk(notification, settings, form)),
        }),
        judge: judgeDingtalk,
      },
      io,
    );
  },
};

/** https://open.dingtalk.com/document/dingstart/customize-robot-security-settings */
export function signDingtalk(timestamp: number, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}

function signedUrl(webhook: URL, secret: string, now: number): URL {
  const url = new URL(webhook);
  url.searchParams.set('timestamp', String(now));
  url.searchParams.set('sign', signDingtalk(now, secret));
  return url;
}
