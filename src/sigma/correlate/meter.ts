import type { WindowEntry } from './windows.ts';

/** What a window amounts to, and whether that is what the correlation looks for. */
export interface Reading {
  readonly value: number;
  readonly holds: boolean;
}

/** Measures a window while entries come into it and go, so that it need not be counted anew. */
export interface Meter {
  add(entry: WindowEntry): void;
  /** The entry must have been added. */
  remove(entry: WindowEntry): void;
  read(): Reading;
}
