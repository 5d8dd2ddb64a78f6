import * as z from 'zod';
import { answers } from '../../../model/action.ts';
import { levels } from '../../../model/level.ts';
import { isSafeUrl } from '../html.ts';

const about = z.strictObject({
  rule: z.string().optional(),
  service: z.string().optional(),
  event: z.string().optional(),
  actor: z.string().optional(),
  account: z.string().optional(),
  region: z.string().optional(),
  outcome: z.string().optional(),
  time: z.iso.datetime().optional(),
});

const link = {
  label: z.string(),
  url: z.string().refine(isSafeUrl, { error: 'is not a link that may be followed' }),
};

/** What a service may rely on: nothing that it does not know, and every key in every message. */
export const receivedMessage = z.strictObject({
  type: z.templateLiteral(['trailbell.', z.enum(['alert', 'digest', 'notice', 'drill'])]),
  timestamp: z.iso.datetime(),
  data: z.strictObject({
    id: z.string().min(1),
    level: z.enum(levels),
    about,
    title: z.string().min(1),
    sentence: z.string(),
    facts: z.array(z.strictObject({ label: z.string(), text: z.string() })),
    steps: z.strictObject({ label: z.string(), items: z.array(z.string()) }),
    links: z.array(z.strictObject(link)),
    offers: z.array(z.strictObject({ action: z.enum(answers), ...link })),
    footer: z.string(),
    cut: z.string(),
  }),
});
