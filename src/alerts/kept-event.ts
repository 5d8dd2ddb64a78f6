import * as z from 'zod';
import type { RuleSnapshot } from '../model/alert.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import { parseJson } from '../model/fields.ts';
import { resourceKey } from './collect-resources.ts';
import { takeSample, tidyResource } from './sample.ts';

/** More than a message names. */
const MOST_RESOURCES = 10;

/** So many more are counted: whoever deletes more has been understood. */
const MOST_OTHERS = 200;

/**
 * An event as text, to be remembered for a message that may come of it later: what a message shows of
 * it for this rule, redacted and cut, and nothing else.
 */
export function keepEvent(event: AuditEvent, rule: Pick<RuleSnapshot, 'fields'>): string {
  const { details, ...sample } = takeSample(event, rule);
  return JSON.stringify({
    ...sample,
    resources: event.resources.slice(0, MOST_RESOURCES).map(tidyResource),
    otherResources: event.resources
      .slice(MOST_RESOURCES, MOST_RESOURCES + MOST_OTHERS)
      .map(resourceKey),
    parameters: Object.fromEntries(details.map(({ name, value }) => [name, value])),
    origin: event.origin,
  });
}

/** The event again, with what was kept of its parameters, or undefined for what was never one. */
export function readKept(text: string): AuditEvent | undefined {
  const read = keptEvent.safeParse(parseJson(text));
  if (!read.success) return undefined;
  const { actor, summary, sourceIp, userAgent, account, region, requestId, ...rest } = read.data;
  const { accessKey, session, mfa } = actor;
  return {
    ...rest,
    actor: { ...actor, account: actor.account, accessKey, session, mfa },
    summary,
    sourceIp,
    userAgent,
    account,
    region,
    requestId,
    fields: {},
  };
}

const text = z.string().optional();

const keptEvent = z.object({
  id: z.string(),
  time: z.coerce.date(),
  service: z.string(),
  name: z.string(),
  access: z.enum(['read', 'write']),
  summary: z.object({ en: z.string(), zh: z.string() }).optional(),
  actor: z.object({
    kind: z.string(),
    name: z.string(),
    account: text,
    accessKey: text,
    session: text,
    mfa: z.boolean().optional(),
  }),
  sourceIp: text,
  userAgent: text,
  account: text,
  region: text,
  requestId: text,
  trailUrl: z.string(),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('succeeded') }),
    z.object({ kind: z.enum(['denied', 'failed']), code: z.string() }),
  ]),
  resources: z.array(
    z.object({ type: z.string(), id: z.string(), url: z.string().exactOptional() }),
  ),
  otherResources: z.array(z.string()).default([]),
  parameters: z.record(z.string(), z.string()),
  origin: z.object({
    logstore: z.string(),
    shard: z.number(),
    cursor: z.string(),
    index: z.number(),
  }),
});
