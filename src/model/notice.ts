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
    };

/** What a notice is about: the name of a channel, or the id of a rule. */
export function subjectOf(notice: Notice): string {
  return notice.kind === 'dead-channel' ? notice.channel : notice.rule;
}
