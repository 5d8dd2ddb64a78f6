import type { Windows } from './windows.ts';

/**
 * What must outlive an invocation. A mark says that a channel was told of a rule and an event; a key
 * that was marked stays so for as long as Log Service could still redeliver the event.
 */
export interface Ledger {
  /** The keys among these that are marked. */
  marked(keys: readonly string[]): Promise<ReadonlySet<string>>;
  mark(keys: readonly string[]): Promise<void>;
  /** What correlations remember. */
  readonly windows: Windows;
}
