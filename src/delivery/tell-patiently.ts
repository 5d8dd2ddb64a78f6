import type { Channel } from '../channels/channel.ts';
import type { Budgets } from '../ledger/ledger.ts';
import type { Share } from '../model/budget.ts';
import type { Delivery, Form } from '../model/delivery.ts';
import { errorName } from '../model/error-name.ts';
import type { Notification } from '../model/notification.ts';

/** Time and chance. Times are milliseconds since 1970. */
export interface Patience {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** When the last message has to have been answered. */
  readonly deadline: number;
  /** Whether what fails now is given up: rather than not at all, it is said without event text. */
  readonly isLast?: boolean;
}

/** Of a message, how much of its channel's budgets it may use, and for how long it waits for them. */
export interface Allowance {
  readonly share: Share;
  /** Without them it waits for as long as there is time. */
  readonly limits?: Limits;
}

/**
 * For how long all that share them wait for budgets, in milliseconds, and until when (milliseconds since
 * 1970). A pause that the channel asked for is waited for anyway.
 */
export interface Limits {
  leftMs: number;
  readonly until: number;
}

/** What is told alone and has to be told now. */
export const whole: Allowance = { share: 'all' };

/** It was not tried at all: its channel takes nothing for now. */
export interface Waiting {
  readonly kind: 'waiting';
  readonly reason: string;
}

const waiting: Waiting = { kind: 'waiting', reason: 'the channel takes no more messages for now' };

/** It was not tried at all: too much was sent to its channel. It belongs into a digest. */
export interface Over {
  readonly kind: 'over';
}

/** A message that was tried so often waits for the next time the range is delivered. */
const MOST_TRIES = 5;

/** Each silence costs seconds, and may be a repeat: after two in a row the channel is left alone. */
const MOST_SILENCES = 2;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/** What it takes to send once more after a pause. */
const SENDING_MS = 2_000;

/**
 * Tells one channel of one thing, with as much patience as there is time: it waits for the channel's
 * budget, for the pause that the channel asks for, or else for a while that doubles, with full jitter.
 * After a silence, or a failure of the service, nobody knows whether the message arrived, so `say` is
 * told that the next one may repeat it; and a message that met one does not end as a plain retry.
 * Where the budget lets nothing more through for longer than the allowance says, it is over.
 */
export async function tellPatiently(
  channel: Channel,
  say: (mayRepeat: boolean) => Notification,
  budgets: Budgets,
  { share, limits }: Allowance,
  { now, sleep, random, deadline, isLast = false }: Patience,
): Promise<Delivery | Waiting | Over> {
  let silences = 0;
  let form: Form = 'full';
  let doubt: string | undefined;
  const fits = (pause: number): boolean => now() + pause + SENDING_MS <= deadline;

  /** What to answer where there is no time, or no sense, in trying again. */
  function leave(delivery: Delivery | Waiting): Delivery | Waiting {
    const isOpen = delivery.kind === 'retry' || delivery.kind === 'waiting';
    return isOpen && doubt !== undefined ? { kind: 'unknown', reason: doubt } : delivery;
  }

  /** Waits until the channel's budgets and pauses let a message through, if that is soon enough. */
  async function passage(): Promise<'open' | 'over' | 'closed'> {
    for (;;) {
      const taken = await budgets.take(channel.name, channel.budgets, share);
      if (taken.kind === 'taken') return 'open';
      const { ms, because } = taken;
      if (because === 'budget' && limits !== undefined) {
        if (ms > limits.leftMs || now() + ms + SENDING_MS > limits.until) return 'over';
        limits.leftMs -= ms;
      }
      if (!fits(ms)) return 'closed';
      // Those who wait for the same moment must not all come at it.
      await sleep(ms + random() * Math.min(ms, FIRST_PAUSE_MS));
    }
  }

  for (let tries = 1; ; tries += 1) {
    const passed = await passage();
    // What may have arrived is told alone, as a possible repeat.
    if (passed === 'over' && doubt === undefined) return { kind: 'over' };
    if (passed !== 'open') return leave(waiting);
    const word = () => say(doubt !== undefined);
    const delivery = await send(channel, word, deadline, form);
    if (delivery.kind === 'delivered') return delivery;
    if (delivery.kind === 'refused') {
      return doubt === undefined ? delivery : { ...delivery, mayHaveArrived: true };
    }
    // What was refused once in full would be so again, and use up what the channel lets through.
    form = delivery.form ?? form;
    silences = delivery.kind === 'unknown' ? silences + 1 : 0;
    if (delivery.kind === 'unknown' || delivery.mayHaveArrived) {
      doubt = delivery.reason;
      // It may be the message that the service cannot take.
      if (isLast) form = 'minimal';
    }
    const asked = delivery.kind === 'retry' ? (delivery.afterSeconds ?? 0) * 1000 : 0;
    if (asked > 0) await budgets.pause(channel.name, now() + asked);
    const pause = asked || random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries);
    if (tries === MOST_TRIES || silences === MOST_SILENCES || !fits(pause)) return leave(delivery);
    // A pause that the channel asked for is waited for above, where others' pauses are as well.
    if (asked === 0) await sleep(pause);
  }
}

/** A mistake of ours in wording or sending one message must not cost the others theirs. */
async function send(
  channel: Channel,
  word: () => Notification,
  deadline: number,
  form: Form,
): Promise<Delivery> {
  try {
    return await channel.send(word(), deadline, form);
  } catch (error) {
    const reason = `the message could not be worded or sent (${errorName(error)})`;
    return { kind: 'refused', fault: 'payload', reason };
  }
}
