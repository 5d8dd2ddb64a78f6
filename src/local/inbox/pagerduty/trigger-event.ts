import * as z from 'zod';

/** The messages are what the API says of a field; it takes any property that it does not know. */
const filled = (name: string) =>
  z.string(`'${name}' is missing or blank`).trim().min(1, `'${name}' is missing or blank`);

const optional = z.string().nullish();

/**
 * What the API wants of an event that triggers.
 *
 * @see https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
 */
export const triggerEvent = z.object({
  payload: z.object(
    {
      summary: filled('payload.summary').max(
        1024,
        "Length of 'payload.summary' is incorrect (should be 1024 characters at most)",
      ),
      source: filled('payload.source'),
      severity: z.enum(
        ['critical', 'error', 'warning', 'info'],
        "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
      ),
      timestamp: z.iso
        .datetime({ offset: true, error: "'payload.timestamp' is no time" })
        .nullish(),
      component: optional,
      group: optional,
      class: optional,
      custom_details: z.record(z.string(), z.unknown()).nullish(),
    },
    "'payload' is missing or blank",
  ),
  links: z.array(z.object({ href: filled('links.href'), text: optional })).nullish(),
  client: optional,
  client_url: optional,
});

export type TriggerEvent = z.infer<typeof triggerEvent>;

/** What every event has, whatever it does. */
export const anyEvent = z.object({
  routing_key: z
    .string("'routing_key' is missing or blank")
    .length(32, "Length of 'routing_key' is incorrect (should be 32 characters)")
    .regex(/^[a-z0-9]*$/i, "'routing_key' cannot contain non-alphanumeric characters."),
  event_action: z.enum(
    ['trigger', 'acknowledge', 'resolve'],
    "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')",
  ),
  dedup_key: z
    .string()
    .max(255, "Length of 'dedup_key' is incorrect (should be 255 characters at most)")
    .nullish(),
});
