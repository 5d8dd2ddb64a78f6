import type { Html } from './html.ts';
import type { InboxMessage, Verdict } from './mailbox.ts';

/** A request as an app's servers see it. */
export interface AppRequest {
  readonly url: URL;
  readonly headers: Pick<Headers, 'get'>;
  readonly body: string;
}

/** A message as people would see it. */
export interface Rendered {
  readonly body: Html;
  /** What a phone shows before the message is opened. */
  readonly push: string;
}

/** Whom an app tells of the buttons that people press, and who presses them here. */
export interface Interactions {
  readonly url: string;
  readonly signingSecret: string;
  readonly user: { readonly id: string; readonly name: string };
}

/** One press. */
export interface Pressing {
  /** Where it stands in the message, as the app rendered it. */
  readonly button: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The URL at which it may be answered. */
  readonly answerAt: string;
}

export type Pressed =
  /** The request that the app's servers make, and how long they wait for a 200. */
  | {
      readonly kind: 'told';
      readonly url: URL;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly withinMs: number;
    }
  | { readonly kind: 'not told'; readonly why: string }
  | { readonly kind: 'no button' };

/** The buttons of an app that tell somebody, rather than open a link. */
export interface Buttons {
  /** A Hono path of the addresses at which presses are answered. */
  readonly path: string;
  /** A new path for the answers to one press. */
  openAnswers(now: number): string;
  press(message: InboxMessage, pressing: Pressing): Pressed;
  judgeAnswer(request: AppRequest, now: number): Verdict;
}

/** How an app is told to behave. */
export interface AppOptions {
  /** Keep to the vendor's rate limits. */
  readonly limited: boolean;
  /** Signatures are checked where it is given. */
  readonly secret?: string | undefined;
  /** Every message has to carry it where it is given. */
  readonly keyword?: string | undefined;
  /** Where there is none, nobody is told of a press. */
  readonly interactions?: Interactions | undefined;
}

/**
 * The far end of one type of channel: it judges requests as the vendor does, by the vendor's own limits
 * and words, and shows what people would see.
 */
export interface ChatApp {
  /** A Hono path of its webhooks, like the vendor's. */
  readonly path: string;
  /** Path and query of a webhook that it takes, made up. */
  readonly webhook: string;
  /** What people call the app. */
  readonly label: string;
  /** The chat that the messages stand in. */
  readonly room: string;
  /** What posts there, in the app's own words. */
  readonly kind: string;
  /** What it says behind the sender's name; empty for nothing. */
  readonly badge: string;
  /** CSS; every selector begins with `.<type> `. */
  readonly style: string;
  /** `now` is in milliseconds since 1970. */
  judge(request: AppRequest, now: number): Verdict;
  /** Undefined where the payload is no message. */
  render(payload: unknown): Rendered | undefined;
  readonly buttons?: Buttons;
}
