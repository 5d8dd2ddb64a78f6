/** Something about the function itself that a person has to know. Its texts are ours. */
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
    };

/** What a notice is about: the name of a channel, the id of a rule, the configuration. */
export function subjectOf(notice: Notice): string {
  switch (notice.kind) {
    case 'dead-channel':
      return notice.channel;
    case 'rule-failed':
      return notice.rule;
    case 'config-error':
      return 'configuration';
  }
}
