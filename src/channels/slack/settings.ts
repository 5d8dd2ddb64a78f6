import * as z from 'zod';
import { locales } from '../../model/locale.ts';

export const slackSettings = z.strictObject({
  type: z.literal('slack').describe('An incoming webhook of a Slack app.'),
  webhook: z
    .string()
    .describe('The webhook, on hooks.slack.com or hooks.slack-gov.com. It is a secret.'),
  locale: z.enum(locales).optional().describe('The language of its messages.'),
  interactive: z
    .boolean()
    .optional()
    .describe(
      'Answer alerts by buttons, which act at once, in place of links. The app needs interactivity, ' +
        'and trailbell its signing secret in web.slack_signing_secrets.',
    ),
});

export type SlackSettings = z.infer<typeof slackSettings>;
