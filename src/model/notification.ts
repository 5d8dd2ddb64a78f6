import type { Level } from './level.ts';
import type { Text } from './text.ts';

export interface Fact {
  readonly label: string;
  readonly text: Text;
}

/**
 * What a channel is asked to say, already worded in the reader's language and time zone. A channel
 * only lays it out: it knows no language and no ActionTrail.
 */
export interface Notification {
  /**
   * A digest counts alerts that are not told one by one, a notice speaks of the function itself and
   * names no event, a drill is an alert of something that never happened.
   */
  readonly kind: 'alert' | 'digest' | 'notice' | 'drill';
  /** The hash of its members: the same for every attempt, so that a receiver can de-duplicate. */
  readonly id: string;
  readonly level: Level;
  /** One line: level, rule title, ×N. */
  readonly title: Text;
  /** Who did what to which resource, and whether it worked. */
  readonly sentence: Text;
  /** In reading order, the most telling first: what does not fit is cut from the end. */
  readonly facts: readonly Fact[];
  /** What to do, from the rule's runbook; empty where the rule has none. */
  readonly steps: { readonly label: string; readonly items: readonly Text[] };
  /** Spans of kind `link` only. */
  readonly links: Text;
  /** Ids, for whoever searches later. */
  readonly footer: Text;
  /** The lines to send under the title when a channel refuses the rest: they hold no event text. */
  readonly minimal: readonly Text[];
  /** Stands in place of what was cut. */
  readonly cut: string;
}
