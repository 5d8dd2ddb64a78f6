import { performance } from 'node:perf_hooks';
import type { Progress } from './progress.ts';

/** One side of a comparison: a whole pass over the data. */
export type Pass = () => unknown;

/** A pass that is over sooner is repeated until this is full: timers and ticks are coarse. */
const SHORTEST_MS = 60;

/** No further round after this, but for the first three: what is slow need not be known so well. */
const LONGEST_MS = 15_000;
const FEWEST_ROUNDS = 3;

/**
 * Milliseconds of one pass, for each of the sides, round by round, in at most so many rounds. The sides take turns, so that a
 * slow moment of the machine hits all of them, and garbage is collected before each, so that nobody
 * pays for another's.
 */
export async function measureInTurn(
  passes: readonly Pass[],
  rounds: number,
  progress: Progress,
): Promise<readonly (readonly number[])[]> {
  const sides: { pass: Pass; repeat: number; times: number[] }[] = [];
  for (const pass of passes) {
    progress('warming up');
    await timed(pass, 1);
    const once = await timed(pass, 1);
    sides.push({ pass, repeat: Math.max(1, Math.ceil(SHORTEST_MS / once)), times: [] });
  }
  const deadline = performance.now() + LONGEST_MS;
  for (let round = 1; round <= rounds; round++) {
    if (round > FEWEST_ROUNDS && performance.now() > deadline) break;
    progress(`round ${round} of ${rounds}`);
    for (const { pass, repeat, times } of sides) times.push(await timed(pass, repeat));
  }
  return sides.map(({ times }) => times);
}

async function timed(pass: Pass, repeat: number): Promise<number> {
  globalThis.gc?.();
  const start = performance.now();
  for (let at = 0; at < repeat; at++) {
    const answer = pass();
    // Only who answers with a promise is waited for: a turn of the event loop is no part of a pass.
    if (answer instanceof Promise) await answer;
  }
  return (performance.now() - start) / repeat;
}

/** The median over the rounds of what `first` took, as a multiple of what `second` took. */
export function medianRatio(first: readonly number[] = [], second: readonly number[] = []): number {
  return median(first.map((time, round) => time / (second[round] ?? Number.NaN)));
}

export function median(values: readonly number[] = []): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2;
}
