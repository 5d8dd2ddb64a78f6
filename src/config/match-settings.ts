import * as z from 'zod';
import { levels } from '../model/level.ts';

/** A list may be written as its only item. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z
    .union([item, z.array(item).min(1)])
    .transform((value) => (Array.isArray(value) ? value : [value]));
}

const pattern = z.string().min(1);
const patterns = listOf(pattern);

/** What a finding has to be like. */
export const match = z
  .strictObject({
    level: listOf(z.enum(levels)).optional().describe('Levels of rules.'),
    rule: patterns.optional().describe('Ids or titles of rules; * stands for anything.'),
    tags: patterns.optional().describe('Tags of rules, such as attack.t1485 or attack.*'),
    service: patterns.optional().describe('Services, such as ECD or PrivateLink.'),
    account: patterns.optional().describe('Account ids, or the names that accounts gives them.'),
    region: patterns.optional().describe('Regions, such as cn-hangzhou or cn-*'),
    actor: patterns
      .optional()
      .describe(
        'Names of users or roles of the account, such as ci-*; of another one, with it: 1234567890123456/ci-*.',
      ),
    outcome: listOf(z.enum(['succeeded', 'denied', 'failed']))
      .optional()
      .describe('How the call ended.'),
  })
  .describe('All that is named has to fit; of a list, one. * stands for any text.');
