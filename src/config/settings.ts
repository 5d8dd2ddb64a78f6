import * as z from 'zod';
import { channelTypes } from '../channels/index.ts';
import { levels } from '../model/level.ts';
import { locales } from '../model/locale.ts';

const source = z
  .strictObject({
    endpoint: z
      .string()
      .min(1)
      .describe('Host of the Log Service endpoint, such as cn-hangzhou-intranet.log.aliyuncs.com.'),
    project: z
      .string()
      .min(1)
      .refine((name) => /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name), {
        error: 'is not the name of a Log Service project',
      })
      .describe('The Log Service project that the trail delivers to.'),
    logstore: z
      .string()
      .min(1)
      .refine((name) => /^[a-z0-9][\w-]{1,62}$/.test(name), {
        error: 'is not the name of a logstore',
      })
      .describe('The logstore of the trail: actiontrail_ and the name of the trail.'),
  })
  .describe('The one logstore that the function may read. The trigger must point to it.');

const rule = z
  .strictObject({
    enabled: z.boolean().optional().describe('false switches the rule off.'),
    level: z.enum(levels).optional().describe("In place of the rule file's level."),
  })
  .describe('Changes to one rule, without touching its file.');

/** The shape of trailbell.yml: the one source of its types, its checks and its JSON Schema. */
export const settings = z
  .strictObject({
    source,
    locale: z.enum(locales).default('en').describe('The language of the messages: en or zh.'),
    timezone: z
      .string()
      .refine(isTimezone, { error: 'is not an IANA time zone, such as Asia/Shanghai' })
      .default('Asia/Shanghai')
      .describe('The time zone of the messages, beside UTC: an IANA name.'),
    accounts: z
      .record(z.string(), z.string().min(1))
      .nullish()
      .transform(orEmpty)
      .describe('What to call the accounts: a name by account id.'),
    channels: z
      .record(
        z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, {
          error: 'is not a channel name: lower-case letters, digits and hyphens',
        }),
        z.discriminatedUnion('type', [
          channelTypes[0].settings,
          ...channelTypes.slice(1).map((type) => type.settings),
        ]),
      )
      .refine((channels) => Object.keys(channels).length > 0, { error: 'names no channel' })
      .describe('Where alerts go, by a name of your own.'),
    rules: z
      .record(z.string(), rule)
      .nullish()
      .transform(orEmpty)
      .describe('Changes to single rules, by rule id.'),
  })
  .describe('The configuration of trailbell.');

export type Config = z.output<typeof settings>;

/** A key whose entries are all commented out is null in YAML. */
function orEmpty<Value>(map: Record<string, Value> | null | undefined): Record<string, Value> {
  return map ?? {};
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
