import type { Budget } from '../../model/budget.ts';
import type { ChannelType } from '../channel.ts';
import { type MentionShape, checkMentions } from '../check-mentions.ts';
import { type WebhookShape, checkWebhook, isLocal } from '../check-webhook.ts';
import { webhookChannel } from '../webhook-channel.ts';
import { judgeFeishu } from './answer.ts';
import { formatFeishu } from './message.ts';
import { feishuSettings } from './settings.ts';
import { signFeishu } from './sign.ts';

/**
 * A hundred messages a minute and five a second:
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
const BUDGETS: readonly Budget[] = [
  { most: 5, perMs: 1_000 },
  { most: 100, perMs: 60_000 },
];

const webhookShape: WebhookShape = {
  hosts: ['open.feishu.cn', 'open.larksuite.com'],
  fits: (url) => /^\/open-apis\/bot\/v2\/hook\/[\w-]+$/u.test(url.pathname),
  example: 'https://open.feishu.cn/open-apis/bot/v2/hook/…',
};

/** Neither e-mail addresses nor union ids do: a custom bot may not look anybody up. */
const mentionShape: MentionShape = { fits: /^[\w-]{1,64}$/u, example: 'ou_…', most: 20 };

export const feishu: ChannelType<typeof feishuSettings> = {
  type: 'feishu',
  settings: feishuSettings,
  sample: {
    type: 'feishu',
    webhook: 'https://open.feishu.cn/open-apis/bot/v2/hook/00000000-sample',
  },
  open(name, settings, io) {
    const url = checkWebhook(name, settings.webhook, webhookShape, io);
    checkMentions(name, settings.at?.user_ids, mentionShape);
    const secret = settings.secret ?? '';
    return webhookChannel(
      name,
      {
        write: (notification, form) => ({
          url,
          body: JSON.stringify({
            ...(secret === '' ? {} : signature(secret, io.now())),
            ...formatFeishu(notification, settings, form),
          }),
        }),
        judge: judgeFeishu,
        budgets: isLocal(url) ? [] : BUDGETS,
      },
      io,
    );
  },
};

function signature(secret: string, now: number) {
  const timestamp = Math.floor(now / 1000);
  return { timestamp: String(timestamp), sign: signFeishu(timestamp, secret) };
}
