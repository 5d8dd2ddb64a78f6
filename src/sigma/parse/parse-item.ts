import { checkChain, readChain } from '../items/chain.ts';
import type { Item, Value } from '../rule.ts';
import type { Source } from './source.ts';
import type { Entry, ScalarTree, Tree } from './yaml-tree.ts';

/**
 * Reads one `field|modifier|modifier: values` (Sigma specification 2.1.0, "Field Name Modifiers").
 * A key that begins with `|` has no field: its values are keywords. An empty list is null.
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

  const item = makeItem(kind, field, names, parseValues(source, field, entry.value));
  // What a value may be depends on the chain: of a broken one, nothing can be said about it.
  if (faults.length === 0) checkValues(source, item, entry.value);
  return item;
}

/** Keywords written as the plain values of a list. */
export function parseKeywords(source: Source, scalars: readonly ScalarTree[]): Item {
  const item = makeItem(
    'keywords',
    '',
    [],
    scalars.map(({ value }) => value),
  );
  for (const scalar of scalars) checkValues(source, item, scalar);
  return item;
}

function makeItem(
  kind: Item['kind'],
  field: string,
  modifiers: readonly string[],
  values: readonly Value[],
): Item {
  return kind === 'field' ? { kind, field, modifiers, values } : { kind, modifiers, values };
}

function parseValues(source: Source, field: string, tree: Tree): readonly Value[] {
  const trees = tree.kind === 'list' ? tree.items : [tree];
  if (trees.length === 0) return [null];
  const values: Value[] = [];
  for (const each of trees) {
    if (each.kind === 'scalar') values.push(each.value);
    else {
      const hint = each.kind === 'map' ? `: name nested fields as '${field}.name'` : '';
      source.report('wrong-type', each.start, `a field takes a value or a list of them${hint}`);
    }
  }
  return values;
}

function checkValues(source: Source, item: Item, tree: Tree): void {
  const chain = readChain(item.kind, item.modifiers);
  if (chain.presence) {
    if (tree.kind !== 'scalar' || typeof tree.value !== 'boolean') {
      source.report('modifier-value', tree.start, "'exists' takes true or false");
    }
    return;
  }
  const trees = tree.kind === 'list' && tree.items.length > 0 ? tree.items : [tree];
  for (const each of trees) {
    const value = valueOf(each);
    if (value === undefined) continue;
    const test = chain.test(value);
    if (typeof test !== 'function') source.reportWithin(each, String(value), [test]);
  }
}

/** Undefined for what `parseValues` has refused already. */
function valueOf(tree: Tree): Value | undefined {
  if (tree.kind === 'scalar') return tree.value;
  return tree.kind === 'list' && tree.items.length === 0 ? null : undefined;
}
