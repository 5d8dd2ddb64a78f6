import type { FaultName } from './faults.ts';

/** How much of everything there is in a run. */
export interface Size {
  readonly workers: number;
  readonly shards: number;
  readonly records: number;
  readonly alerts: number;
  readonly malformed: number;
  /** The most logs of a group, and the most groups of a range. */
  readonly mostLogs: number;
  readonly mostGroups: number;
  /** Of the function, and so of a claim's lease, in seconds. */
  readonly timeout: number;
  /** Ranges of which a worker is killed at any moment. */
  readonly timedKills: number;
  /** Ranges that two workers get at once, and that come again although all went well. */
  readonly atOnce: number;
  readonly again: number;
  /** Pairs of an alert and a channel that meet these once. */
  readonly rare: readonly (readonly [fault: FaultName, pairs: number])[];
  /** Pairs that the channel refuses whatever their form. */
  readonly refusedForGood: number;
  /** How many of the faults that may come at any time do come. */
  readonly faulty: number;
  /** The longest time without Redis, in milliseconds. */
  readonly longestOutage: number;
  /** When a run has surely failed, in seconds. */
  readonly giveUp: number;
}

export const sizes: Readonly<Record<'full' | 'short', Size>> = {
  full: {
    workers: 4,
    shards: 4,
    records: 20_000,
    alerts: 500,
    malformed: 60,
    mostLogs: 19,
    mostGroups: 39,
    timeout: 12,
    timedKills: 6,
    atOnce: 10,
    again: 10,
    rare: [
      ['kill before taking', 5],
      ['kill after taking', 6],
      ['kill after answering', 6],
      ['Redis down before the answer', 2],
      ['Redis down after the answer', 2],
      ['Redis stalls before the answer', 1],
      ['Redis stalls after the answer', 1],
      ['hang', 2],
      ['hang after taking', 3],
      ['refusal', 8],
      ['ten minutes of silence', 2],
    ],
    refusedForGood: 8,
    faulty: 1,
    longestOutage: 2_500,
    giveUp: 480,
  },
  short: {
    workers: 2,
    shards: 2,
    records: 600,
    alerts: 40,
    malformed: 6,
    mostLogs: 9,
    mostGroups: 19,
    timeout: 6,
    timedKills: 0,
    atOnce: 2,
    again: 2,
    rare: [
      ['kill after taking', 1],
      ['kill after answering', 1],
      ['Redis down after the answer', 1],
      ['hang after taking', 1],
      ['refusal', 1],
      ['ten minutes of silence', 1],
    ],
    refusedForGood: 1,
    faulty: 0.6,
    longestOutage: 1_000,
    giveUp: 120,
  },
};
