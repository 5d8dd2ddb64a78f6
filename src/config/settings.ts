import * as z from 'zod';
import { channelTypes } from '../channels/index.ts';
import { levels } from '../model/level.ts';
import { locales } from '../model/locale.ts';
import { compute } from './compute-settings.ts';
import { duration } from './duration.ts';
import { interval, name, rootRoute, silence, timeIntervals } from './route-settings.ts';
import { isTimezone } from './time-settings.ts';
import { watch } from './watch-settings.ts';
import { web } from './web-settings.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

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
      .refine(isLogstore, { error: 'is not the name of a logstore' })
      .describe('The logstore of the trail: actiontrail_ and the name of the trail.'),
  })
  .describe('The one logstore that the function may read. The trigger must point to it.');

const rule = z
  .strictObject({
    enabled: z.boolean().optional().describe('false switches the rule off.'),
    level: z.enum(levels).optional().describe("In place of the rule file's level."),
    repeat_interval: interval
      .optional()
      .describe('Such as 30m or 4h, in place of what the route says; 0s: all of it rings.'),
    record_only: z
      .boolean()
      .optional()
      .describe('true: it is recorded and rings nobody; false: it rings whatever its status.'),
  })
  .describe('Changes to one rule, without touching its file.');

/** An empty text counts as not set, since a reference to the environment may come to nothing. */
const ownLogstore = z
  .string()
  .refine((name) => name === '' || isLogstore(name), { error: 'is not the name of a logstore' })
  .describe("A logstore in source's project that the function may write to.");

const ledger = z
  .strictObject({
    redis: z
      .string()
      .optional()
      .describe(
        'The URL of a Redis or Tair that all instances share, such as ' +
          'rediss://user:password@host:6379/0. It is a secret. Without it each instance is on its own.',
      ),
    prefix: z
      .string()
      .regex(/^[\w.-]{1,40}$/, { error: 'is not a prefix: letters, digits, dots and hyphens' })
      .default('trailbell')
      .describe('What its keys begin with; two deployments in one Redis need two of them.'),
    remember: duration
      .refine((ms) => ms >= HOUR_MS && ms <= 30 * DAY_MS, { error: 'is not from 1h to 30d' })
      .default(DAY_MS)
      .describe('For how long what was told is not told again, from 1h to 30d: 1d unless said.'),
  })
  .describe('What outlives an invocation, and where.');

const delivery = z
  .strictObject({
    attempts: z
      .number()
      .refine((count) => Number.isInteger(count) && count >= 1 && count <= 100, {
        error: 'is not a number from 1 to 100',
      })
      .default(10)
      .describe(
        'After so many tries of a range that did not get on, what is left becomes dead letters.',
      ),
    max_age: duration
      .default(HOUR_MS)
      .describe(
        'Such as 1h, which it is unless said. Without a shared ledger tries cannot be counted: past this age of a range, what is left ' +
          'becomes dead letters.',
      ),
    late_after: duration
      .default(6 * HOUR_MS)
      .describe(
        'Such as 6h, which it is unless said. What stood in the logstore for longer is told together, in ' +
          'one digest that says so; 0s: nothing is.',
      ),
  })
  .describe('When a delivery is given up, so that no shard stops.');

const deadLetters = z
  .strictObject({
    logstore: ownLogstore.optional(),
    file: z.string().optional().describe('A file on this machine: for a function it is lost.'),
  })
  .refine(({ logstore: name, file }) => !(name && file), {
    error: 'names both a logstore and a file',
  })
  .describe('Where what was given up is kept, for trailbell deadletters.');

const history = z
  .strictObject({
    logstore: ownLogstore,
  })
  .describe('Where every message and its answer is written down.');

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
        name,
        z.discriminatedUnion('type', [
          channelTypes[0].settings,
          ...channelTypes.slice(1).map((type) => type.settings),
        ]),
      )
      .refine((channels) => Object.keys(channels).length > 0, { error: 'names no channel' })
      .describe('Where alerts go, by a name of your own.'),
    route: rootRoute.nullish().transform((set) => set ?? {}),
    time_intervals: timeIntervals.nullish().transform(orEmpty),
    silences: z
      .array(silence)
      .nullish()
      .transform((set) => set ?? []),
    record_only: z
      .array(z.enum(['stable', 'test', 'experimental', 'deprecated', 'unsupported']))
      .nullish()
      .transform((set) => set ?? [])
      .describe('Rules of these statuses, such as experimental, are recorded and ring nobody.'),
    ledger: ledger.nullish().transform((set) => set ?? ledger.parse({})),
    web: web.nullish().transform((set) => set ?? web.parse({})),
    watch: watch.nullish().transform((set) => set ?? watch.parse({})),
    compute: compute.nullish().transform((set) => set ?? undefined),
    delivery: delivery.nullish().transform((set) => set ?? delivery.parse({})),
    dead_letters: deadLetters.nullish().transform((set) => set ?? undefined),
    history: history.nullish().transform((set) => set ?? undefined),
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

function isLogstore(name: string): boolean {
  return /^[a-z0-9][\w-]{1,62}$/.test(name);
}
