import { didYouMean } from './did-you-mean.ts';
import type { Fault } from './problem.ts';
import type { Value } from './rule.ts';

/** A project's own lists of values by name, which rules name as `%name%`. */
export type Lists = ReadonlyMap<string, readonly Value[]>;

export interface Expansion {
  /** Empty where there is a fault. */
  readonly values: readonly Value[];
  readonly faults: readonly Fault[];
}

/** More than any list of accounts or addresses, and few enough to test an event against. */
const MOST_VALUES = 10_000;

/** A backslash that is escaped, a percent sign that is, and a placeholder. */
const parts = /\\\\|\\%|%([\w.-]+)%/g;

/**
 * Puts lists in place of the `%name%` in a value (Sigma specification 2.1.0, appendix "Modifiers",
 * `expand`). The lists' values are read as if the rule had written them, so their wildcards and
 * escapes count. A value that is one placeholder and nothing else keeps the type of the list's values;
 * several placeholders in one text give every combination. `\%` is a percent sign.
 */
export function expand(value: Value, lists: Lists): Expansion {
  const text = typeof value === 'string' ? value : '';
  const pieces: (readonly Value[])[] = [];
  const faults: Fault[] = [];
  let literal = '';
  let from = 0;
  for (const { 0: match, 1: name, index } of text.matchAll(parts)) {
    literal += text.slice(from, index);
    from = index + match.length;
    if (name === undefined) {
      literal += match === String.raw`\%` ? '%' : match;
      continue;
    }
    const list = lists.get(name);
    if (list === undefined) {
      const hint = didYouMean(name, lists.keys()) || ': put it into a file in rules/lists/';
      faults.push({ code: 'unknown-list', message: `no list '${name}'${hint}`, index });
    }
    if (literal !== '') pieces.push([literal]);
    pieces.push(list ?? []);
    literal = '';
  }
  literal += text.slice(from);
  if (faults.length > 0) return { values: [], faults };
  if (pieces.length === 0) return refuse("'expand' takes a text that names a list, as in '%name%'");
  if (literal !== '') pieces.push([literal]);
  const size = pieces.reduce((product, piece) => product * piece.length, 1);
  if (size > MOST_VALUES)
    return refuse(`these lists make more than ${MOST_VALUES} values together`);
  return { values: pieces.reduce(combine), faults };
}

function combine(heads: readonly Value[], tails: readonly Value[]): readonly Value[] {
  return heads.flatMap((head) => tails.map((tail) => `${head}${tail}`));
}

function refuse(message: string): Expansion {
  return { values: [], faults: [{ code: 'modifier-value', message, index: 0 }] };
}
