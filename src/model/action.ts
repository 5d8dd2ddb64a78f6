/** What a person may do about an alert from its message, in the order in which it is offered. */
export const answers = ['acknowledge', 'silence-1h', 'silence-4h', 'silence-morning'] as const;

export type AnswerAction = (typeof answers)[number];

/** An answer that a message offers. */
export interface Offer {
  readonly action: AnswerAction;
  /** In the reader's language, such as `Silence 1 h`. */
  readonly label: string;
  /** Opens a page that shows what it is about; it changes nothing by itself. */
  readonly url: string;
  /** What proves that the message offered it: the `t` of the URL. */
  readonly token: string;
}
