import * as z from 'zod';

/** An empty text counts as not set, since a reference to the environment may come to nothing. */
const secrets = z
  .array(z.string())
  .transform((texts) => texts.filter(Boolean))
  .pipe(z.array(z.string()).max(2, { error: 'has more than two: the new one and the old one' }));

/** Shorter ones can be guessed. `openssl rand -base64 32` prints 44 characters. */
const KEY_CHARACTERS = 32;

export const web = z
  .strictObject({
    url: z
      .string()
      .refine((text) => text === '' || isOrigin(text), {
        error: 'is not an https URL without a path',
        params: {
          mend: 'Set it to the domain of the function web, like https://alerts.example.com',
        },
      })
      .default('')
      .describe(
        'Where the function web is reached, such as https://alerts.example.com. Without it messages ' +
          'have no links to answer by.',
      ),
    keys: secrets
      .refine((keys) => keys.every((key) => key.length >= KEY_CHARACTERS), {
        error: 'has a key that is too short',
        params: { mend: 'Make one with: openssl rand -base64 32' },
      })
      .default([])
      .describe(
        'What links are signed with: the first signs, and both are valid, so that they can be changed. ' +
          'They are secrets.',
      ),
    slack_signing_secrets: secrets
      .default([])
      .describe(
        'The signing secret of the Slack app, and the one before it: Slack signs with it what its buttons ' +
          'send. They are secrets.',
      ),
  })
  .describe('How people answer alerts: links in every message, and the pages that they open.');

/** Plain HTTP is for this machine alone. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, origin, href } = new URL(text);
  const isHere = hostname === '127.0.0.1' || hostname === 'localhost';
  return (protocol === 'https:' || (protocol === 'http:' && isHere)) && href === `${origin}/`;
}
