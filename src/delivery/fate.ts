import type { Due } from '../model/alert.ts';
import type { Delivery } from '../model/delivery.ts';
import type { Waiting } from './tell-patiently.ts';

/** What became of what one channel was owed. */
export type Fate =
  | Delivery
  | Waiting
  /** A repeat, which is counted. */
  | { readonly kind: 'suppressed' }
  /** Kept from ringing by the setting that is named. */
  | { readonly kind: 'muted'; readonly by: string }
  /** Told as a part of a digest, or held for one that the sweep tells. */
  | { readonly kind: 'digested' | 'held'; readonly digest: string };

export interface Told extends Due {
  /** One for each of the alert's channels. */
  readonly fates: ReadonlyMap<string, Fate>;
}

/** Whether people may have seen it, although it was not delivered as far as is known. */
export function mayHaveArrived(fate: Fate): boolean {
  return fate.kind === 'unknown' || ('mayHaveArrived' in fate && fate.mayHaveArrived === true);
}
