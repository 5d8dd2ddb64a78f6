import * as z from 'zod';
import type { Budget } from '../../model/budget.ts';
import { ConfigError } from '../../model/config-error.ts';
import { locales } from '../../model/locale.ts';
import type { ChannelType } from '../channel.ts';
import { type WebhookShape, checkWebhook, isLocal } from '../check-webhook.ts';
import { webhookChannel } from '../webhook-channel.ts';
import { judgePagerduty } from './answer.ts';
import { formatPagerduty } from './message.ts';

/**
 * PagerDuty takes about 120 events a minute with one key:
 * https://github.com/PagerDuty/developer-docs/blob/main/docs/events-API-v2/05-Rate-Limits.md. Ours is half of it, since other
 * senders may share the key.
 */
const BUDGET: Budget = { most: 60, perMs: 60_000 };

const DEFAULT_WEBHOOK = 'https://events.pagerduty.com/v2/enqueue';

const shape: WebhookShape = {
  hosts: ['events.pagerduty.com', 'events.eu.pagerduty.com'],
  fits: (url) => url.pathname === '/v2/enqueue' && url.search === '',
  example: DEFAULT_WEBHOOK,
};

const settings = z.strictObject({
  type: z.literal('pagerduty').describe('An Events API v2 integration of a PagerDuty service.'),
  routing_key: z
    .string()
    .describe('The integration key, of 32 letters and digits. It is a secret.'),
  webhook: z
    .string()
    .optional()
    .describe(
      'Where events go: events.pagerduty.com unless set, or https://events.eu.pagerduty.com/v2/enqueue for accounts in the EU.',
    ),
  locale: z.enum(locales).optional().describe('The language of its messages.'),
});

export const pagerduty: ChannelType<typeof settings> = {
  type: 'pagerduty',
  settings,
  sample: { type: 'pagerduty', routing_key: 'SAMPLE00000000000000000000000000' },
  open(name, settings, io) {
    const key = checkKey(name, settings.routing_key);
    const url = checkWebhook(name, settings.webhook || DEFAULT_WEBHOOK, shape, io);
    return webhookChannel(
      name,
      {
        write: (notification, form) => ({
          url,
          body: JSON.stringify(formatPagerduty(notification, key, form)),
        }),
        judge: judgePagerduty,
        budgets: isLocal(url) ? [] : [BUDGET],
      },
      io,
    );
  },
};

/** The key is the secret, so the error does not repeat it. */
function checkKey(name: string, key: string): string {
  if (/^[a-z0-9]{32}$/iu.test(key)) return key;
  throw new ConfigError(
    `channels.${name}.routing_key`,
    key.trim() === '' ? 'is empty' : 'is not a key of 32 letters and digits',
    'Set it to the integration key of an Events API v2 integration of your PagerDuty service',
  );
}
