import * as z from 'zod';
import { duration } from './duration.ts';

const watched = duration.refine((ms) => ms === 0 || ms >= 300_000, {
  error: 'is shorter than 5m',
  params: { mend: 'Write 5m or more, or 0s to leave it out' },
});

export const watch = z
  .strictObject({
    no_records_for: watched
      .optional()
      .describe('After so long without any record people are told: 6h unless said; 0s: never.'),
    shard_fails_for: watched
      .optional()
      .describe('After so long of a shard that does not get on: 30m unless said; 0s: never.'),
    channel_fails_for: watched
      .optional()
      .describe('After so long of a channel that takes nothing: 30m unless said; 0s: never.'),
    heartbeat: z
      .string()
      .refine(
        (text) => text === '' || (URL.canParse(text) && new URL(text).protocol === 'https:'),
        {
          error: 'is not an https URL',
        },
      )
      .default('')
      .describe(
        'A URL that the sweep calls as long as nothing is wrong, such as a check of healthchecks.io, which ' +
          'tells you when the calls stop. It is a secret.',
      ),
  })
  .describe('What the function sweep watches over: the watch itself.');
