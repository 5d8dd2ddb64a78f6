import { chooseClues, type Clue, type Need } from '../match/needs.ts';

/** How an event, as it is written, becomes the one that rules see. */
export interface RawView {
  /** The top-level key whose text tells most events apart. It may be trimmed, but not changed else. */
  readonly key: string;
  /** Fields whose values may be others than those written: nothing can be told from their rules. */
  readonly derived: readonly string[];
}

/**
 * What the JSON text of an event has to hold for a rule to match it: a certain text under the key, one
 * that has a certain part, or a literal anywhere. One of them is enough. All are folded.
 */
export interface RawClues {
  readonly keys: readonly string[];
  /** What the text under the key begins with, and what it has anywhere. */
  readonly keyStarts: readonly string[];
  readonly keyParts: readonly string[];
  readonly literals: readonly string[];
}

/** A key is found at once; a literal, the shorter the more often, in records that mean nothing. */
const LITERAL_COST = 100;

/** Shorter literals would cost more to look for than they save. */
const LEAST_LITERAL = 4;

/** Undefined where an event may match whatever its text holds. */
export function rawCluesOf(need: Need, view: RawView): RawClues | undefined {
  const choice = chooseClues(need, (clue) => costOf(clue, view));
  if (choice === undefined) return undefined;
  const keys: string[] = [];
  const keyStarts: string[] = [];
  const keyParts: string[] = [];
  const literals: string[] = [];
  for (const clue of choice.clues) {
    if (clue.kind === 'number') continue;
    if (clue.field !== view.key) literals.push(plainRun(clue.text));
    else if (clue.kind === 'text') keys.push(clue.text);
    else (clue.atStart ? keyStarts : keyParts).push(clue.text);
  }
  return { keys, keyStarts, keyParts, literals };
}

function costOf(clue: Clue, { key, derived }: RawView): number | undefined {
  if (clue.kind === 'number') return undefined;
  if (clue.field === key) return 1;
  // Keywords are searched in derived values too.
  if (clue.field === undefined || derived.includes(clue.field)) return undefined;
  const literal = plainRun(clue.text);
  return literal.length < LEAST_LITERAL ? undefined : LITERAL_COST + LITERAL_COST / literal.length;
}

/** What the text of a number may hold, as JavaScript writes it: -1.5e+21, or Infinity. */
const partOfNumber = /^(?:-?\d*\.?\d*(?:e[+-]?\d*)?|[+-]\d*|-?i?n?f?i?n?i?t?y?)$/;

/**
 * The longest run in a text that JSON cannot write in two ways, but for escapes such as `\u0041`,
 * which a search has to see for itself. What could stand in a number is left out: 1e3 is 1000.
 */
function plainRun(text: string): string {
  let longest = '';
  for (const run of text.split(/[^\x20-\x7e]|["\\/]/)) {
    if (run.length > longest.length && !partOfNumber.test(run)) longest = run;
  }
  return longest;
}
