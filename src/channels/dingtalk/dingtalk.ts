import { createHmac } from 'node:crypto';
import type { Budget } from '../../model/budget.ts';
import type { ChannelType } from '../channel.ts';
import { type WebhookShape, checkWebhook, isLocal } from '../check-webhook.ts';
import { webhookChannel } from '../webhook-channel.ts';
import { judgeDingtalk } from './answer.ts';
import { formatDingtalk } from './message.ts';
import { dingtalkSettings } from './settings.ts';

/**
 * Twenty messages a minute, and ten minutes of silence for whoever sends more:
 * https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages
 * One fewer, since a message that is late on its way counts for the next minute there.
 */
const BUDGET: Budget = { most: 19, perMs: 60_000 };

const shape: WebhookShape = {
  hosts: ['oapi.dingtalk.com', 'oapi.dingtalk.io'],
  fits: (url) => url.pathname === '/robot/send' && Boolean(url.searchParams.get('access_token')),
  example: 'https://oapi.dingtalk.com/robot/send?access_token=…',
};

export const dingtalk: ChannelType<typeof dingtalkSettings> = {
  type: 'dingtalk',
  settings: dingtalkSettings,
  sample: {
    type: 'dingtalk',
    webhook: 'https://oapi.dingtalk.com/robot/send?access_token=sample',
  },
  open(name, settings, io) {
    const webhook = checkWebhook(name, settings.webhook, shape, io);
    const secret = settings.secret ?? '';
    return webhookChannel(
      name,
      {
        write: (notification, form) => ({
          url: secret === '' ? webhook : signedUrl(webhook, secret, io.now()),
          body: JSON.stringify(formatDingtalk(notification, settings, form)),
        }),
        judge: judgeDingtalk,
        budgets: isLocal(webhook) ? [] : [BUDGET],
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
