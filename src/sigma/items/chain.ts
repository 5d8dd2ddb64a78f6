import { didYouMean } from '../did-you-mean.ts';
import type { Fault, ProblemCode } from '../problem.ts';
import type { Item, Value } from '../rule.ts';
import { modifiers, unsupportedModifiers, type Comparison } from './modifiers.ts';
import { anyRun, parsePattern } from './pattern.ts';
import { equalTest, patternTest, type ValueTest } from './value-test.ts';

/** What the modifiers of an item come to together. */
export interface Chain {
  /** True for `exists`: the item asks whether its field is there, and `test` is not to be used. */
  readonly presence: boolean;
  /** Whether one of the item's values is enough or all have to match. */
  readonly quantity: 'any' | 'all';
  readonly test: (value: Value) => ValueTest | Fault;
}

/** Reads a chain that `checkChain` found no fault with. */
export function readChain(kind: Item['kind'], names: readonly string[]): Chain {
  let presence = false;
  let quantity: Chain['quantity'] = 'any';
  let compare: Comparison = kind === 'keywords' ? keywordTest : equalTest;
  const flags: string[] = [];
  for (const name of names) {
    const modifier = modifiers.get(name);
    if (modifier?.kind === 'comparison') compare = modifier.compare;
    else if (modifier?.kind === 'flag') flags.push(name);
    else if (modifier?.kind === 'all') quantity = 'all';
    else if (modifier?.kind === 'presence') presence = true;
  }
  return { presence, quantity, test: (value) => compare(value, flags) };
}

/** Checks a chain as written; `index` is where in its key a name stands. */
export function checkChain(
  kind: Item['kind'],
  chain: readonly { readonly name: string; readonly index: number }[],
): readonly Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  let comparison: string | undefined;

  for (const { name, index } of chain) {
    const fault = (code: ProblemCode, message: string) => faults.push({ code, message, index });
    const modifier = modifiers.get(name);
    if (unsupportedModifiers.has(name)) {
      fault('unsupported-modifier', `the modifier '${name}' is not supported yet`);
    } else if (modifier === undefined) {
      const known = [...modifiers.keys(), ...unsupportedModifiers];
      fault('unknown-modifier', `no modifier '${name}'${didYouMean(name, known)}`);
    } else if (seen.has(name)) {
      fault('modifier-chain', `'${name}' stands here twice`);
    } else if (modifier.kind === 'presence' && (chain.length > 1 || kind === 'keywords')) {
      fault('modifier-chain', `'${name}' goes with a field, and with no other modifier`);
    } else if (modifier.kind === 'flag' && comparison !== modifier.of) {
      fault('modifier-chain', `'${name}' goes behind '${modifier.of}'`);
    } else if (modifier.kind === 'comparison' && comparison !== undefined) {
      fault('modifier-chain', `'${name}' cannot follow '${comparison}'`);
    }
    if (modifier?.kind === 'comparison') comparison ??= name;
    seen.add(name);
  }
  return faults;
}

/** A keyword is looked for anywhere in a value, and a number or boolean by its text. */
function keywordTest(value: Value): ValueTest | Fault {
  if (value === null || value === '') {
    return { code: 'bad-keyword', message: 'a keyword is a text that is not empty', index: 0 };
  }
  const pattern = typeof value === 'string' ? parsePattern(value) : [String(value)];
  return patternTest([anyRun, ...pattern, anyRun]);
}
