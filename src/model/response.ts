import type { Locale } from './locale.ts';

/** Who answered an alert. */
export interface Responder {
  /** What the person is called. Typed by whoever, unless it is verified. */
  readonly name: string;
  /** Whether somebody else vouches for the name: Slack does for its users. */
  readonly isVerified: boolean;
  /** The address that the answer came from; undefined where it came through somebody who vouches. */
  readonly address: string | undefined;
}

/**
 * What an answer speaks of: what one rule says of one caller, or of what one correlation found
 * together. It is compared letter by letter: names are anybody's to choose.
 */
export interface Subject {
  /** The id of the rule. */
  readonly rule: string;
  /** Of a correlation: its group, as `Alert.key`. */
  readonly group?: string | undefined;
  readonly account?: string | undefined;
  readonly actor?:
    | { readonly kind: string; readonly name: string; readonly account?: string | undefined }
    | undefined;
  /** Of a role, its session. */
  readonly session?: string | undefined;
  /** Whether a call that works is another matter: whoever was denied must not succeed unheard. */
  readonly failedOnly: boolean;
}

interface Response {
  /** The same when the same answer comes twice. */
  readonly id: string;
  readonly subject: Subject;
  /** The id of the alert that was answered. */
  readonly alert: string;
  /** Of its rule, and in Chinese where the rule says it. */
  readonly title: string;
  readonly zhTitle?: string | undefined;
  readonly by: Responder;
  /** When, in milliseconds since 1970. */
  readonly at: number;
  /** Why, in the person's words; empty where there are none. */
  readonly comment: string;
}

/** Somebody has it. It keeps nothing from ringing. */
export interface Acknowledgement extends Response {
  readonly kind: 'acknowledgement';
}

/** Keeps what it speaks of from ringing, until it ends. */
export interface ChatSilence extends Response {
  readonly kind: 'silence';
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  /** Who ended it before its time, and when. */
  readonly ended?: { readonly by: Responder; readonly at: number } | undefined;
  /** The channels that the alert was for: they hear of it. */
  readonly channels: readonly string[];
}

/** What people have answered, the oldest first. */
export interface Answered {
  /** Also those that ended, for a while. */
  readonly silences: readonly ChatSilence[];
  readonly acknowledgements: readonly Acknowledgement[];
}

/** The title of the rule that was answered, in the reader's language. */
export function titleOf({ title, zhTitle }: Response, locale: Locale): string {
  return (locale === 'zh' && zhTitle) || title;
}

/** Whether a silence holds at a moment (milliseconds since 1970). */
export function holdsAt({ at, endsAt, ended }: ChatSilence, time: number): boolean {
  return ended === undefined && at <= time && time < endsAt;
}
