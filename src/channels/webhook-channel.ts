import type { Budget } from '../model/budget.ts';
import type { Delivery, Form } from '../model/delivery.ts';
import type { Notification } from '../model/notification.ts';
import { type Answer, type Verdict, refused, retry, unknown } from './answer.ts';
import type { Channel, ChannelIo } from './channel.ts';
import { type PostRequest, post } from './post.ts';

/** What is different about a vendor's webhook. */
export interface Webhook {
  /** Empty for a stand-in on this machine. */
  readonly budgets: readonly Budget[];
  /** Asked for anew for every attempt, since a signature ages. */
  readonly write: (notification: Notification, form: Form) => PostRequest;
  /** Pure; `now` is in milliseconds since 1970. */
  readonly judge: (answer: Answer, now: number) => Verdict;
}

/**
 * The channel that posts to `webhook`. An attacker must not be able to silence an alert by naming a
 * bucket so that the vendor refuses the message: what is refused for its payload is sent once more
 * without event text.
 */
export function webhookChannel(name: string, webhook: Webhook, io: ChannelIo): Channel {
  const { budgets } = webhook;
  async function tell(notification: Notification, form: Form, deadline: number): Promise<Verdict> {
    const request = written(notification, form);
    if (request === undefined) return refused('payload', 'the message could not be laid out');
    const posted = await post(request, deadline, io);
    if (posted.kind === 'not-sent') return retry(posted.reason);
    if (posted.kind === 'not-allowed') return refused('configuration', posted.reason);
    if (posted.kind === 'no-answer') return unknown(posted.reason);
    return webhook.judge(posted, io.now());
  }

  /** A value that trips our own layout must not cost the alert any more than one that trips the vendor. */
  function written(notification: Notification, form: Form): PostRequest | undefined {
    try {
      return webhook.write(notification, form);
    } catch {
      return undefined;
    }
  }

  /** Signs once more where the vendor finds the timestamp stale. */
  async function attempt(
    notification: Notification,
    form: Form,
    deadline: number,
  ): Promise<Delivery> {
    const first = await tell(notification, form, deadline);
    const verdict = first.kind === 'stale' ? await tell(notification, form, deadline) : first;
    if (verdict.kind === 'delivered') return { kind: 'delivered', form };
    if (verdict.kind === 'stale') {
      return { kind: 'refused', fault: 'configuration', reason: verdict.reason };
    }
    return verdict;
  }

  return {
    name,
    budgets,
    async send(notification, deadline, form = 'full') {
      if (form === 'full') {
        const full = await attempt(notification, 'full', deadline);
        if (full.kind !== 'refused' || full.fault !== 'payload') return full;
      }
      const minimal = await attempt(notification, 'minimal', deadline);
      const isOpen = minimal.kind === 'retry' || minimal.kind === 'unknown';
      return isOpen ? { ...minimal, form: 'minimal' } : minimal;
    },
  };
}
