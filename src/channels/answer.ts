import type { Delivery } from '../model/delivery.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** What a vendor answered, as far as it matters. */
export interface Answer {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  /** Empty where there was none, or where it came too slowly or too long to be read. */
  readonly body: string;
}

/** What an answer means. Everything but `delivered` and `stale` is a Delivery already. */
export type Verdict =
  | Exclude<Delivery, { kind: 'delivered' }>
  | { readonly kind: 'delivered' }
  /** The timestamp was refused: signing again may help, once. */
  | { readonly kind: 'stale'; readonly reason: string };

export function refused(fault: 'configuration' | 'payload', reason: string): Verdict {
  return { kind: 'refused', fault, reason };
}

export function retry(reason: string, afterSeconds?: number): Verdict {
  return afterSeconds === undefined
    ? { kind: 'retry', reason }
    : { kind: 'retry', reason, afterSeconds };
}

export function unknown(reason: string): Verdict {
  return { kind: 'unknown', reason };
}

/**
 * What the status alone says, for any answer that a channel's own table does not know. A 2xx proves
 * nothing by itself: chat services answer 200 and put the failure in the body, and a proxy's 200 is
 * not the vendor's. `now` is in milliseconds since 1970.
 */
export function judgeStatus(answer: Answer, now: number): Verdict {
  const { status } = answer;
  if (status === 429) {
    // Slack takes one message a second, and the others are slower still.
    const seconds = retryAfterSeconds(answer.headers.get('retry-after'), now) || 1;
    return retry('HTTP 429: too many messages', seconds);
  }
  // A time-out, a wrong connection, too early: asked to come again, and nobody's fault.
  if ([408, 421, 425].includes(status))
    return retry(`HTTP ${status}: the service asked for another try`);
  if (status >= 500) {
    return { kind: 'retry', reason: `HTTP ${status}: the service failed`, mayHaveArrived: true };
  }
  if (status === 413) return refused('payload', 'HTTP 413: the message is too long');
  if (status >= 400) return refused('configuration', `HTTP ${status}: the webhook was refused`);
  if (status >= 300) {
    return refused('configuration', `HTTP ${status}: the webhook redirects, which is not followed`);
  }
  if (answer.body === '') return unknown(`HTTP ${status} without a readable answer`);
  return unknown(`HTTP ${status} with an answer that is not understood`);
}
