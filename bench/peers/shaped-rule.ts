import type { Fields } from '../../src/model/fields.ts';

/** `eventName in 8 names and not userName in 3 and not sourceIp in 3 networks`. */
export interface ShapedRule {
  readonly names: readonly string[];
  readonly users: readonly string[];
  /** In CIDR notation, IPv4. */
  readonly networks: readonly string[];
}

/** What one engine makes of an event: the places of the rules that match, in order. */
export type Evaluate = (event: Fields) => readonly number[] | Promise<readonly number[]>;

export interface Peer {
  readonly name: string;
  /** Compiles all that can be compiled ahead. */
  readonly open: (rules: readonly ShapedRule[]) => Evaluate;
}

/** For an engine that evaluates one rule at a time. */
export function oneByOne<E>(tests: readonly ((event: E) => unknown)[]): (event: E) => number[] {
  return (event) => {
    const matched: number[] = [];
    for (const [place, test] of tests.entries()) if (test(event)) matched.push(place);
    return matched;
  };
}
