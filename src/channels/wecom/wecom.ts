import type { Budget } from '../../model/budget.ts';
import type { ChannelType } from '../channel.ts';
import { type MentionShape, checkMentions } from '../check-mentions.ts';
import { type WebhookShape, checkWebhook, isLocal } from '../check-webhook.ts';
import { webhookChannel } from '../webhook-channel.ts';
import { judgeWecom } from './answer.ts';
import { formatWecom } from './message.ts';
import { wecomSettings } from './settings.ts';

/**
 * Twenty messages a minute: https://developer.work.weixin.qq.com/document/path/99110
 * One fewer, since a message that is late on its way counts for the next minute there.
 */
const BUDGET: Budget = { most: 19, perMs: 60_000 };

const webhookShape: WebhookShape = {
  hosts: ['qyapi.weixin.qq.com'],
  fits: (url) => url.pathname === '/cgi-bin/webhook/send' && Boolean(url.searchParams.get('key')),
  example: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…',
};

/** https://developer.work.weixin.qq.com/document/path/90195, userid. */
const mentionShape: MentionShape = { fits: /^[\w@.-]{1,64}$/u, example: 'zhangsan', most: 10 };

export const wecom: ChannelType<typeof wecomSettings> = {
  type: 'wecom',
  settings: wecomSettings,
  sample: {
    type: 'wecom',
    webhook: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-sample',
  },
  open(name, settings, io) {
    const url = checkWebhook(name, settings.webhook, webhookShape, io);
    checkMentions(name, settings.at?.user_ids, mentionShape);
    return webhookChannel(
      name,
      {
        write: (notification, form) => ({
          url,
          body: JSON.stringify(formatWecom(notification, settings, form)),
        }),
        judge: judgeWecom,
        budgets: isLocal(url) ? [] : [BUDGET],
      },
      io,
    );
  },
};
