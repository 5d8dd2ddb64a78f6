import type { Delivery } from '../model/delivery.ts';
import type { Notification } from '../model/notification.ts';
import { type Answer, type Verdict, refused, retry, unknown } from './answer.ts';
import type { Channel, ChannelIo } from './channel.ts';
import { type Letter, post } from './post.ts';

/** Everything there is to say, or the title and `minimal` only, which hold no event text. */
export type Form = 'full' | 'minimal';

/** What is different about a channel once it is open. */
export interface Line {
  readonly name: string;
  readonly type: string;
  /** Asked for anew for every attempt, since a signature ages. */
  readonly write: (notification: Notification, form: Form) => Letter;
  /** Pure; `now` is in milliseconds since 1970. */
  readonly judge: (answer: Answer, now: number) => Verdict;
}

/**
 * The channel that talks over `line`. An attacker must not be able to silence an alert by naming
 * a bucket so that the vendor refuses the message: what is refused for its payload is sent once
 * more without event text.
 */
export function openLine(line: Line, io: ChannelIo): Channel {
  return {
    name: line.name,
    type: line.type,
    async send(notification, deadline): Promise<Delivery> {
      const full = await attempt(line, notification, 'full', deadline, io);
      if (full.kind !== 'refused' || full.fault !== 'payload') return full;
      return attempt(line, notification, 'minimal', deadline, io);
    },
  };
}

async function attempt(
  line: Line,
  notification: Notification,
  form: Form,
  deadline: number,
  io: ChannelIo,
): Promise<Delivery> {
  const once = () => tell(line, notification, form, deadline, io);
  const first = await once();
  const verdict = first.kind === 'stale' ? await once() : first;
  if (verdict.kind === 'delivered') return { kind: 'delivered', form };
  if (verdict.kind === 'stale') {
    return { kind: 'refused', fault: 'configuration', reason: verdict.reason };
  }
  return verdict;
}

async function tell(
  line: Line,
  notification: Notification,
  form: Form,
  deadline: number,
  io: ChannelIo,
): Promise<Verdict> {
  const letter = write(line, notification, form);
  if (letter === undefined) return refused('payload', 'the message could not be laid out');
  const posted = await post(letter, deadline, io);
  if (posted.kind === 'not-sent') return retry(posted.reason);
  if (posted.kind === 'no-answer') return unknown(posted.reason);
  return line.judge(posted, io.now());
}

/** A value that trips our own layout must not cost the alert any more than one that trips the vendor. */
function write(line: Line, notification: Notification, form: Form): Letter | undefined {
  try {
    return line.write(notification, form);
  } catch {
    return undefined;
  }
}
