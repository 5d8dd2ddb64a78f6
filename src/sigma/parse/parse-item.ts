import { expand } from '../expand.ts';
import { checkChain } from '../items/check-chain.ts';
import { checkValue } from '../items/read-item.ts';
import type { Fault } from '../problem.ts';
import type { Item, Value } from '../rule.ts';
import type { Source } from './source.ts';
import type { Entry, ScalarTree, Tree } from './yaml-tree.ts';

/**
 * Reads one `field|modifier|modifier: values` (Sigma specification 2.1.0, "Field Name Modifiers").
 * A key that begins with `|` has no field: its values are keywords. An empty list is null. Lists are
 * put in place of `%name%` here, so an item is done with `expand`.
 */
export function parseItem(source: Source, entry: Entry): Item {
  const [field = '', ...names] = entry.key.split('|');
  const kind = field === '' ? 'keywords' : 'field';
  let index = field.length + 1;
  const chain = names.map((name) => {
    const word = { name, index };
    index += name.length + 1;
    return word;
  });
  const faults = checkChain(kind, chain);
  source.reportWithin(entry.keyRange, entry.key, faults);
  if (entry.key === '') source.report('bad-keyword', entry.keyRange.start, 'name a field here');

  const scalars = readScalars(source, field, entry.value);
  // What a value may be depends on the chain: of a broken one, nothing can be said about it.
  if (faults.length > 0) return makeItem(kind, field, names, []);
  if (names.includes('exists') && entry.value.kind === 'list') {
    source.report('modifier-value', entry.value.start, "'exists' takes true or false");
  }
  const modifiers = names.filter((name) => name !== 'expand');
  const read = (scalar: ScalarTree): Read =>
    names.includes('expand') ? expand(scalar.value, source.lists) : { values: [scalar.value] };
  const values = readValues(source, { kind, modifiers }, scalars, read);
  return makeItem(kind, field, modifiers, values);
}

/** Keywords written as the plain values of a list. */
export function parseKeywords(source: Source, scalars: readonly ScalarTree[]): Item {
  const read = (scalar: ScalarTree): Read => ({ values: [scalar.value] });
  const keywords = { kind: 'keywords', modifiers: [] } as const;
  return { ...keywords, values: readValues(source, keywords, scalars, read) };
}

/** What one written value stands for. */
interface Read {
  readonly values: readonly Value[];
  readonly faults?: readonly Fault[];
}

function makeItem(
  kind: Item['kind'],
  field: string,
  modifiers: readonly string[],
  values: readonly Value[],
): Item {
  return kind === 'field' ? { kind, field, modifiers, values } : { kind, modifiers, values };
}

function readScalars(source: Source, field: string, tree: Tree): readonly ScalarTree[] {
  if (tree.kind !== 'list') return tree.kind === 'scalar' ? [tree] : refuse(tree);
  if (tree.items.length === 0) return [{ ...tree, kind: 'scalar', value: null }];
  return tree.items.flatMap((each) => (each.kind === 'scalar' ? [each] : refuse(each)));

  function refuse(each: Tree): readonly ScalarTree[] {
    const hint = each.kind === 'map' ? `: name nested fields as '${field}.name'` : '';
    source.report('wrong-type', each.start, `a field takes a value or a list of them${hint}`);
    return [];
  }
}

function readValues(
  source: Source,
  item: Pick<Item, 'kind' | 'modifiers'>,
  scalars: readonly ScalarTree[],
  read: (scalar: ScalarTree) => Read,
): readonly Value[] {
  return scalars.flatMap((scalar) => {
    const { values, faults = [] } = read(scalar);
    const wrong = values.flatMap((value) => checkValue(item, value) ?? []).slice(0, 1);
    source.reportWithin(scalar, String(scalar.value), [...faults, ...wrong]);
    return values;
  });
}
