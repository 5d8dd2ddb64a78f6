import type { ChatSilence } from './response.ts';

/** What the watch over the function itself finds wrong. Times are milliseconds since 1970. */
export type Trouble =
  /** Nothing comes in: the trail, its delivery or the trigger may have been stopped. */
  | {
      readonly kind: 'no-records';
      /** When there was a record last, or since when anything is known. */
      readonly since: number;
      /** When the function was called last; undefined where it never was. */
      readonly calledAt: number | undefined;
    }
  /** Calls for a shard fail, one after the other, or do not even end. */
  | {
      readonly kind: 'shard-stands-still';
      readonly shard: number;
      readonly since: number;
      /** Why the last one failed; undefined where it did not even end. It is safe to print. */
      readonly reason: string | undefined;
    }
  /** A channel takes nothing of what it is sent. */
  | {
      readonly kind: 'channel-failing';
      readonly channel: string;
      readonly since: number;
      readonly reason: string | undefined;
    };

/** Which trouble it is, among those that there may be at once. */
export interface TroubleName {
  readonly kind: Trouble['kind'];
  /** The shard or the channel; empty where there is only one of the kind. */
  readonly subject: string;
}

/** Something about the function itself that a person has to know. Its texts are ours, but for a silence's. */
export type Notice =
  /** A channel that refuses whatever it is sent, until somebody mends it. */
  | {
      readonly kind: 'dead-channel';
      readonly channel: string;
      readonly reason: string;
      /** Whether what it refuses is kept, but for the function's log. */
      readonly isKept: boolean;
    }
  /** A rule that could not be evaluated, and so may have missed something. */
  | {
      readonly kind: 'rule-failed';
      readonly rule: string;
      readonly title: string;
      readonly error: string;
    }
  /** The configuration is wrong: nothing is read, matched or told until it is mended. */
  | {
      readonly kind: 'config-error';
      /** Names the key, what is wrong with it and the mend; it holds no value of a secret. */
      readonly message: string;
    }
  | Trouble
  /** A trouble that people were told of is over. */
  | {
      readonly kind: 'well-again';
      readonly was: TroubleName;
      /** Since when it lasted, in milliseconds since 1970. */
      readonly since: number;
    }
  /** Somebody has silenced what an alert was about, or that silence is over. */
  | { readonly kind: 'silence-begun' | 'silence-ended'; readonly silence: ChatSilence };

export function nameOf(trouble: Trouble): TroubleName {
  const { kind } = trouble;
  switch (kind) {
    case 'no-records':
      return { kind, subject: '' };
    case 'shard-stands-still':
      return { kind, subject: String(trouble.shard) };
    case 'channel-failing':
      return { kind, subject: trouble.channel };
  }
}

/** What a notice is about: the name of a channel, the id of a rule, the configuration. */
export function subjectOf(notice: Notice): string {
  switch (notice.kind) {
    case 'dead-channel':
    case 'channel-failing':
      return notice.channel;
    case 'rule-failed':
      return notice.rule;
    case 'config-error':
      return 'configuration';
    case 'no-records':
      return 'trail';
    case 'shard-stands-still':
      return `shard ${notice.shard}`;
    case 'well-again':
      return JSON.stringify([notice.was.kind, notice.was.subject]);
    case 'silence-begun':
    case 'silence-ended':
      return notice.silence.id;
  }
}
