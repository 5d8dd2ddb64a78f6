import type { Budget } from '../../model/budget.ts';
import type { ChannelType } from '../channel.ts';
import { type WebhookShape, checkWebhook, isLocal } from '../check-webhook.ts';
import { webhookChannel } from '../webhook-channel.ts';
import { judgeSlack } from './answer.ts';
import { formatSlack } from './message.ts';
import { slackSettings } from './settings.ts';

/**
 * One message a second: https://docs.slack.dev/apis/web-api/rate-limits. A little less, since some are
 * longer on their way than others. The other is ours: nobody reads more.
 */
const BUDGETS: readonly Budget[] = [
  { most: 1, perMs: 1_100 },
  { most: 20, perMs: 60_000 },
];

const shape: WebhookShape = {
  hosts: ['hooks.slack.com', 'hooks.slack-gov.com'],
  fits: (url) => /^\/services\/[^/]+\/[^/]+\/[^/]+$/u.test(url.pathname),
  example: 'https://hooks.slack.com/services/T…/B…/…',
};

export const slack: ChannelType<typeof slackSettings> = {
  type: 'slack',
  settings: slackSettings,
  sample: { type: 'slack', webhook: 'https://hooks.slack.com/services/T0SAMPLE/B0SAMPLE/sample' },
  open(name, settings, io) {
    const url = checkWebhook(name, settings.webhook, shape, io);
    return webhookChannel(
      name,
      {
        write: (notification, form) => ({
          url,
          body: JSON.stringify(formatSlack(notification, settings, form)),
        }),
        judge: judgeSlack,
        budgets: isLocal(url) ? [] : BUDGETS,
      },
      io,
    );
  },
};
