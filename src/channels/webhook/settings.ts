import * as z from 'zod';
import { locales } from '../../model/locale.ts';

export const webhookSettings = z.strictObject({
  type: z.literal('webhook').describe('A service of your own, by Standard Webhooks 1.0.'),
  webhook: z.string().describe('The https URL that takes the messages. It is a secret.'),
  locale: z.enum(locales).optional().describe('The language of its messages.'),
  secret: z
    .string()
    .optional()
    .describe(
      'The secret that messages are signed with: whsec_ and 24 to 64 bytes of base64. Without it ' +
        'they go unsigned, and whoever learns the URL can make messages up.',
    ),
  allow_addresses: z
    .array(z.string())
    .optional()
    .describe(
      'Private addresses that messages may be sent to all the same, such as 10.1.2.0/24. ' +
        'Without it only the public internet is reached.',
    ),
});

export type WebhookSettings = z.infer<typeof webhookSettings>;
