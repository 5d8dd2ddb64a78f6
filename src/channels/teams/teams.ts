import * as z from 'zod';
import type { Budget } from '../../model/budget.ts';
import { locales } from '../../model/locale.ts';
import type { ChannelType } from '../channel.ts';
import { type WebhookShape, checkWebhook, isLocal } from '../check-webhook.ts';
import { webhookChannel } from '../webhook-channel.ts';
import { judgeTeams } from './answer.ts';
import { formatTeams } from './message.ts';

/**
 * Four messages a second:
 * https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook.
 * The other is ours: nobody reads more.
 */
const BUDGETS: readonly Budget[] = [
  { most: 4, perMs: 1_000 },
  { most: 20, perMs: 60_000 },
];

/**
 * Where the triggers of workflows are, in the public cloud and in those of the US government:
 * https://learn.microsoft.com/en-us/power-automate/ip-address-configuration. In the cloud that 21Vianet
 * operates, Workflows has no Teams: https://learn.microsoft.com/en-us/connectors/teams/
 */
const HOSTS: readonly string[] = [
  '*.logic.azure.com',
  '*.environment.api.powerplatform.com',
  '*.logic.azure.us',
  '*.environment.api.gov.powerplatform.microsoft.us',
  '*.environment.api.high.powerplatform.microsoft.us',
  '*.environment.api.appsplatform.us',
];

const triggerPath =
  /^(?:\/powerautomate\/automations\/direct(?:\/cu\/\d+)?)?\/workflows\/[^/]+\/triggers\/[^/]+\/paths\/invoke$/u;

const shape: WebhookShape = {
  hosts: HOSTS,
  fits: (url) => triggerPath.test(url.pathname) && Boolean(url.searchParams.get('sig')),
  example:
    'https://….environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/…/triggers/manual/paths/invoke?…&sig=…',
};

const settings = z.strictObject({
  type: z
    .literal('teams')
    .describe('A workflow in Microsoft Teams that posts webhook alerts to a channel or chat.'),
  webhook: z
    .string()
    .describe(
      "The workflow's webhook, on logic.azure.com or api.powerplatform.com. It is a secret.",
    ),
  locale: z.enum(locales).optional().describe('The language of its messages.'),
});

export const teams: ChannelType<typeof settings> = {
  type: 'teams',
  settings,
  sample: {
    type: 'teams',
    webhook:
      'https://sample.00.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/sample/triggers/manual/paths/invoke?sig=sample',
  },
  open(name, settings, io) {
    const url = checkWebhook(name, settings.webhook, shape, io);
    return webhookChannel(
      name,
      {
        write: (notification, form) => ({
          url,
          body: JSON.stringify(formatTeams(notification, form)),
        }),
        judge: judgeTeams,
        budgets: isLocal(url) ? [] : BUDGETS,
      },
      io,
    );
  },
};
