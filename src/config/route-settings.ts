import * as z from 'zod';
import { levels } from '../model/level.ts';
import { groupings } from '../model/routing.ts';
import { duration } from './duration.ts';
import { match } from './match-settings.ts';
import { recurringTime } from './time-settings.ts';

const HOUR_MS = 3_600_000;

/** The name of a channel, a time interval. */
export const name = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, {
  error: 'is not a name: lower-case letters, digits and hyphens',
});

export const interval = duration.refine((ms) => ms <= 30 * 24 * HOUR_MS, {
  error: 'is longer than 30d',
});

/** What a route does not say it has of the route above it. */
const telling = {
  channels: z
    .array(name)
    .optional()
    .describe('Who is told, by the names under channels; [] is nobody.'),
  group_by: z
    .array(z.enum(groupings))
    .optional()
    .describe(
      'What events are told together by, beside their rule and account: [actor] unless said; ' +
        "['...'] tells each alone.",
    ),
  repeat_interval: interval
    .optional()
    .describe(
      'For how long the repeats of an alert are only counted, such as 30m or 4h: 0s, which is none, ' +
        'unless said.',
    ),
  min_level: z.enum(levels).optional().describe('What is below it does not ring.'),
  mute_time_intervals: z
    .array(name)
    .optional()
    .describe('When it does not ring, by the names under time_intervals.'),
  active_time_intervals: z
    .array(name)
    .optional()
    .describe('When alone it rings, by the names under time_intervals.'),
};

const tellingObject = z.strictObject(telling);

export type Telling = z.output<typeof tellingObject>;

export interface RouteSettings extends Telling {
  readonly match: z.output<typeof match>;
  readonly continue: boolean;
  readonly routes?: readonly RouteSettings[] | undefined;
}

const route: z.ZodType<RouteSettings> = z
  .strictObject({
    match: match.prefault({}),
    continue: z.boolean().default(false).describe('true: the routes after it are asked as well.'),
    ...telling,
    routes: z.lazy(() => z.array(route)).optional(),
  })
  .describe('A route. Of the routes below it, the first that fits takes an alert.');

export const rootRoute = z
  .strictObject({
    ...telling,
    routes: z.array(route).optional().describe('The first that fits takes an alert.'),
  })
  .describe('Who is told of what. Without it every channel is told of every alert.');

export const timeIntervals = z
  .record(name, z.union([recurringTime, z.array(recurringTime).min(1)]))
  .describe('Times that come again, by a name of your own.');

const moment = z.iso
  .datetime({ offset: true, error: 'is not a moment, such as 2026-12-01T09:00:00+08:00' })
  .transform((text) => Date.parse(text));

export const silence = z
  .strictObject({
    match: match.refine((named) => Object.keys(named).length > 0, {
      error: 'names nothing',
      params: { mend: `Name at least one of ${Object.keys(match.shape).join(', ')}` },
    }),
    starts_at: moment.optional().describe('At once unless said.'),
    ends_at: moment.describe('Such as 2026-12-01T09:00:00+08:00. A silence always ends.'),
    comment: z.string().min(1).describe('Why, for whoever wonders.'),
  })
  .describe('Keeps what fits from ringing until it ends; it is counted and recorded all the same.');
