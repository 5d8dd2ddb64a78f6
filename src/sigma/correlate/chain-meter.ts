import type { Correlation } from '../correlation-rule.ts';
import { placeFrom, putInto, takeFrom } from './ascending.ts';
import { holds } from './holds.ts';
import type { Meter } from './meter.ts';

/**
 * Counts the rules on the longest chain of entries whose rules stand in the order listed, with times
 * that do not decrease: entries of the same time are in any order that suits. Of several chains that
 * are as long, it is the one that is complete first, or whose rules are listed first.
 */
export function chainMeter({ rules, condition }: Correlation): Meter {
  const timesOf = new Map(rules.map((rule): [string, number[]] => [rule, []]));
  return {
    add({ values, time }) {
      for (const rule of values) putInto(timesOf.get(String(rule)) ?? [], time);
    },
    remove({ values, time }) {
      for (const rule of values) takeFrom(timesOf.get(String(rule)) ?? [], time);
    },
    read() {
      const chain = longestChain([...timesOf]);
      return { value: chain.length, holds: holds(condition, chain.length, new Set(chain)) };
    },
  };
}

/** A chain by the rules on it, and the time of its last entry. */
interface Chain {
  readonly rules: readonly string[];
  readonly end: number;
}

/** Takes rules in the order listed, each with its times in ascending order. */
function longestChain(seen: readonly (readonly [string, readonly number[]])[]): readonly string[] {
  /** For each length, the chain that ends first: whatever could follow another one can follow it. */
  const chains: Chain[] = [{ rules: [], end: -Infinity }];
  for (const [rule, times] of seen) {
    // From the longest, so that no chain takes the same rule twice.
    for (const [length, chain] of [...chains.entries()].toReversed()) {
      const end = times[placeFrom(times, chain.end)];
      if (end === undefined || end >= (chains[length + 1]?.end ?? Infinity)) continue;
      chains[length + 1] = { rules: [...chain.rules, rule], end };
    }
  }
  return chains.at(-1)?.rules ?? [];
}
