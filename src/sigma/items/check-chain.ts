import { didYouMean } from '../did-you-mean.ts';
import type { Fault, ProblemCode } from '../problem.ts';
import type { Item } from '../rule.ts';
import { families, type Family, type Modifier, modifiers } from './modifiers.ts';

/** Keywords have no field whose presence, time or size could be asked for. */
const keywordFamilies: readonly Family[] = ['text', 'regex', 'network'];

/** What a chain compares; `text` where nothing says otherwise, undefined where it contradicts itself. */
export function familyOf(names: readonly string[]): Family | undefined {
  return possibleFamilies(names, families)[0];
}

function possibleFamilies(names: readonly string[], from: readonly Family[]): readonly Family[] {
  return from.filter((family) =>
    names.every((name) => modifiers.get(name)?.families.includes(family) ?? false),
  );
}

/** Checks a chain as written; `index` is where in its key a name stands. */
export function checkChain(
  kind: Item['kind'],
  chain: readonly { readonly name: string; readonly index: number }[],
): readonly Fault[] {
  const faults: Fault[] = [];
  const before: string[] = [];
  const open = kind === 'keywords' ? keywordFamilies : families;
  for (const { name, index } of chain) {
    const modifier = modifiers.get(name);
    const fault = (code: ProblemCode, message: string) => faults.push({ code, message, index });
    if (modifier === undefined) {
      fault('unknown-modifier', `no modifier '${name}'${hintFor(name)}`);
      continue;
    }
    const clash = clashWith(before, name, modifier);
    if (clash !== undefined) fault('modifier-chain', clash);
    else if (possibleFamilies([...before, name], open).length === 0) {
      const others = before.map((other) => `'${other}'`).join(', ');
      fault('modifier-chain', `'${name}' does not go with ${others || 'keywords'}`);
    } else before.push(name);
  }
  return faults;
}

/** What other languages call a modifier, where it is not near to what Sigma does. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['regex', 're'],
  ['regexp', 're'],
  ['matches', 're'],
  ['not', 'neq'],
  ['ne', 'neq'],
  ['ge', 'gte'],
  ['le', 'lte'],
  ['icontains', 'contains'],
  ['includes', 'contains'],
  ['prefix', 'startswith'],
  ['beginswith', 'startswith'],
  ['suffix', 'endswith'],
  ['ip', 'cidr'],
  ['subnet', 'cidr'],
  ['present', 'exists'],
]);

function hintFor(name: string): string {
  const meant = synonyms.get(name.toLowerCase());
  return meant === undefined ? didYouMean(name, modifiers.keys()) : `: did you mean '${meant}'?`;
}

/** What a modifier's place in the chain is at odds with. */
function clashWith(
  before: readonly string[],
  name: string,
  { group, notAfter = [], needs }: Modifier,
): string | undefined {
  if (before.includes(name)) return `'${name}' stands here twice`;
  if (needs !== undefined && !before.includes(needs)) return `'${name}' goes behind '${needs}'`;
  for (const other of before) {
    const otherGroup = modifiers.get(other)?.group;
    if (group !== undefined && otherGroup === group) return `'${name}' cannot follow '${other}'`;
    if (otherGroup !== undefined && notAfter.includes(otherGroup)) {
      return `'${name}' goes before '${other}'`;
    }
  }
  return undefined;
}
