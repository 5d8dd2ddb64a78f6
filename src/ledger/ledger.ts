import type { Budgets } from './budgets.ts';
import type { Claims } from './claims.ts';
import type { DueLetters } from './due-letters.ts';
import type { HeldDigests } from './held-digests.ts';
import type { Pulses } from './pulses.ts';
import type { Ranges } from './ranges.ts';
import type { Repeats } from './repeats.ts';
import type { Responses } from './responses.ts';
import type { ToldAlerts } from './told-alerts.ts';
import type { Troubles } from './troubles.ts';
import type { Windows } from './windows.ts';

export type { Budgets } from './budgets.ts';
export type { Claimant, Claims } from './claims.ts';
export type { DueLetter, DueLetters } from './due-letters.ts';
export type { HeldDigest, HeldDigests, Holding } from './held-digests.ts';
export type { Beat, Pulse, Pulses } from './pulses.ts';
export type { Attempt } from './ranges.ts';
export type { Responses } from './responses.ts';
export type { ToldAlert, ToldAlerts } from './told-alerts.ts';
export type { Troubles } from './troubles.ts';

/** What must outlive an invocation. */
export interface Ledger {
  readonly claims: Claims;
  readonly ranges: Ranges;
  readonly repeats: Repeats;
  readonly budgets: Budgets;
  readonly windows: Windows;
  readonly digests: HeldDigests;
  readonly letters: DueLetters;
  readonly told: ToldAlerts;
  readonly responses: Responses;
  readonly pulses: Pulses;
  readonly troubles: Troubles;
  /** Whether all instances of the function know the same. */
  readonly shared: boolean;
  /** Begins an invocation. What it answers from then on is said by `wentDown`. */
  wake(): void;
  /**
   * Whether the shared store failed to answer since `wake`: some of what was answered then is only
   * what this instance knows.
   */
  wentDown(): boolean;
  /** Tells the shared store what it missed. False where it still does not answer. */
  catchUp(): Promise<boolean>;
  /** Ends an invocation: nothing is left open while the instance is frozen. */
  rest(): Promise<void>;
}
