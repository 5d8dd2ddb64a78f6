/** Everything there is to say, or the title and `minimal` only, which hold no event text. */
export type Form = 'full' | 'minimal';

/**
 * What became of one attempt to tell one channel. `reason` is safe to print: it holds no URL, token,
 * signature or event text.
 */
export type Delivery =
  | { readonly kind: 'delivered'; readonly form: Form }
  | {
      readonly kind: 'retry';
      readonly reason: string;
      readonly afterSeconds?: number;
      /** Whether it may have arrived all the same: a service can fail after it has done its work. */
      readonly mayHaveArrived?: boolean;
      /** The form that is left to try, where the full one was refused. */
      readonly form?: Form;
    }
  | {
      readonly kind: 'refused';
      readonly fault: 'configuration' | 'payload';
      readonly reason: string;
      /** Whether an earlier try may have arrived. */
      readonly mayHaveArrived?: boolean;
    }
  /** It may or may not have arrived: a time-out after sending, an answer that cannot be read. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly form?: Form };
