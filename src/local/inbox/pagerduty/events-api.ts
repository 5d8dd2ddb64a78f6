import { isFields, parseJson } from '../../../model/fields.ts';
import type { AppOptions, AppRequest } from '../chat-app.ts';
import type { Verdict } from '../mailbox.ts';
import { createRateLimit } from '../rate-limit.ts';
import { anyEvent, triggerEvent } from './trigger-event.ts';

/** https://developer.pagerduty.com/docs/events-api-v2/overview/ */
const MAX_BYTES = 512 * 1024;
/** https://github.com/PagerDuty/developer-docs/blob/main/docs/events-API-v2/05-Rate-Limits.md */
const vendorLimit = { count: 120, windowMs: 60_000, penaltyMs: 0 };

/**
 * Answers as the Events API does: 202 and the key that later events of the alert carry, or 400 and what
 * is wrong. Another trigger of an alert that is still open makes no second one.
 *
 * @see https://developer.pagerduty.com/api-reference/368ae3d938c9e-send-an-event-to-pager-duty
 */
export function createEventsApi({ limited, secret }: AppOptions) {
  const allow = createRateLimit(limited ? vendorLimit : undefined);
  const open = new Set<string>();
  let count = 0;

  return ({ body }: AppRequest, now: number): Verdict => {
    const read = parseJson(body);
    const payload = withoutKey(read ?? body);
    const refuse = (status: number, name: string, message: string, errors: readonly string[]) => ({
      fate: 'refused' as const,
      why: [message, ...errors].join(': '),
      payload,
      answer: { status, body: { status: name, message, errors } },
    });
    const invalid = (errors: readonly string[]) =>
      refuse(400, 'invalid event', 'Event object is invalid', errors);

    if (!allow(now)) {
      const message = 'Requests for this service are arriving too quickly. Please retry later.';
      return refuse(429, 'throttle exceeded', message, []);
    }
    const bytes = Buffer.byteLength(body);
    if (bytes > MAX_BYTES)
      return refuse(413, 'too large', 'Event object is too large', [`${bytes}`]);
    if (!isFields(read)) {
      const message = 'Event object format is unrecognized';
      return refuse(400, 'Unrecognized object', message, ['JSON parse error']);
    }
    const event = anyEvent.safeParse(read);
    if (!event.success) return invalid(event.error.issues.map(({ message }) => message));
    if (secret !== undefined && event.data.routing_key !== secret) {
      return invalid(['Invalid routing key']);
    }

    const { event_action: action, dedup_key: given } = event.data;
    if (action === 'trigger') {
      const { error } = triggerEvent.safeParse(read);
      if (error !== undefined) return invalid(error.issues.map(({ message }) => message));
    } else if (!given) {
      return invalid([`dedup_key is required for ${action} events`]);
    }
    count += 1;
    const key = given || `local-${count}`;
    const answer = {
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: key },
    };
    if (action !== 'trigger') {
      if (action === 'resolve') open.delete(key);
      return { fate: 'repeat', why: `${action} of ${key}`, payload, answer };
    }
    if (open.has(key)) return { fate: 'repeat', why: `${key} is open already`, payload, answer };
    open.add(key);
    return { fate: 'shown', payload, answer };
  };
}

/** The key is a secret, also of those who only try things out. */
function withoutKey(payload: unknown): unknown {
  return isFields(payload) && 'routing_key' in payload ? { ...payload, routing_key: '…' } : payload;
}
