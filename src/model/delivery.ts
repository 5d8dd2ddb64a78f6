/**
 * What became of one attempt to tell one channel. `reason` is safe to print: it holds no URL, token,
 * signature or event text.
 */
export type Delivery =
  | { readonly kind: 'delivered'; readonly form: 'full' | 'minimal' }
  | { readonly kind: 'retry'; readonly reason: string; readonly afterSeconds?: number }
  | {
      readonly kind: 'refused';
      readonly fault: 'configuration' | 'payload';
      readonly reason: string;
    }
  /** It may or may not have arrived: a time-out after sending, an answer that cannot be read. */
  | { readonly kind: 'unknown'; readonly reason: string };
