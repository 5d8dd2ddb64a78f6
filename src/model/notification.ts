import type { Offer } from './action.ts';
import type { Outcome } from './audit-event.ts';
import type { Level } from './level.ts';
import type { Text } from './text.ts';

export interface Fact {
  readonly label: string;
  readonly text: Text;
}

/**
 * What a notification speaks of, for receivers that are machines: of several, the first. Every text is
 * a value, redacted and cut, that belongs to whoever wrote it.
 */
export interface About {
  /** The id of a rule. */
  readonly rule?: string | undefined;
  readonly service?: string | undefined;
  /** The name of an event. */
  readonly event?: string | undefined;
  readonly actor?: string | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly outcome?: Outcome['kind'] | undefined;
  /** When it happened last. */
  readonly time?: Date | undefined;
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
  /** Empty for what is about no event. */
  readonly about: About;
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
  /** What the reader may do about it; none where nobody could answer. */
  readonly offers: readonly Offer[];
  /** Ids, for whoever searches later. */
  readonly footer: Text;
  /** The lines to send under the title when a channel refuses the rest: they hold no event text. */
  readonly minimal: readonly Text[];
  /** Stands in place of what was cut. */
  readonly cut: string;
}
