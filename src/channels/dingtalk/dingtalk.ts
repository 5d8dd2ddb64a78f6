import { createHmac } from 'node:crypto';
import type { ChannelType } from '../channel.ts';
import { type WebhookShape, checkWebhook } from '../check-webhook.ts';
import { webhookChannel } from '../webhook-channel.ts';
import { judgeDingtalk } from './answer.ts';
import { formatDingtalk } from './message.ts';
import { dingtalkSettings } from './settings.ts';

const shape: WebhookShape = {
  hosts: ['oapi.dingtalk.com', 'oapi.dingtalk.io'],
  fits: (url) => url.pathname === '/robot/send' && Boolean(url.searchParams.get('access_token')),
  example: 'https://oapi.dingtalk.com/robot/send?access_token=…',
};

export const dingtalk: ChannelType<typeof dingtalkSettings> = {
  type: 'dingtalk',
  settings: dingtalkSettings,
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
