import type * as z from 'zod';
import type { Budget } from '../model/budget.ts';
import type { Delivery, Form } from '../model/delivery.ts';
import type { Notification } from '../model/notification.ts';

/**
 * One place that people read. `send` tells it one notification, once or (after a payload that was
 * refused) a second time in its minimal form, and answers before `deadline`; it never throws, and
 * its answer says whether to try again later and in which form, whose fault it was, or that nobody
 * can know.
 */
export interface Channel {
  /** The key under `channels` in trailbell.yml. */
  readonly name: string;
  /** What its vendor lets through, all of them at once; none where it takes all there is. */
  readonly budgets: readonly Budget[];
  /** `deadline` is in milliseconds since 1970. */
  send(notification: Notification, deadline: number, form?: Form): Promise<Delivery>;
}

/** As much of the global `fetch` as a channel uses. Redirects are not followed. */
export type Fetch = (
  url: URL,
  request: {
    readonly method: 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
    /**
     * Which addresses may be connected to; all of them where it is left out. Where none may,
     * nothing is sent, and it rejects with an AddressRefusedError.
     */
    readonly allows?: ((address: string) => boolean) | undefined;
  },
) => Promise<{
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Pick<Headers, 'get'>;
  readonly body: AsyncIterable<Uint8Array> | null;
}>;

/** The world as a channel sees it: handed in, so that tests own it. */
export interface ChannelIo {
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Also allow webhooks on this machine over plain HTTP: only the local stand-ins and tests do. */
  readonly allowLoopback: boolean;
}

/** What each channel's folder exports once: the settings it takes, and how it is opened. */
export interface ChannelType<Settings extends z.ZodObject = z.ZodObject> {
  readonly type: string;
  /** The one source of the settings' types, checks and editor completion. */
  readonly settings: Settings;
  /** Made-up settings that open, to show what a message would be without telling anybody. */
  readonly sample: z.input<Settings>;
  /**
   * Throws a ConfigError that names `channels.<name>.<key>`. An optional text that is empty counts
   * as not set, since a reference to the environment may come to nothing.
   */
  open(name: string, settings: z.infer<Settings>, io: ChannelIo): Channel;
}
