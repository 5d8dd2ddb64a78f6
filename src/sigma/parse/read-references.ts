import type { Reference } from '../reference.ts';
import { readNames } from './read-key.ts';
import type { Source } from './source.ts';
import type { Entry } from './yaml-tree.ts';

/** Reads ids and names of rules: at least one, and none of them twice. */
export function readReferences(source: Source, entry: Entry | undefined): readonly Reference[] {
  if (entry?.value.kind === 'list' && entry.value.items.length === 0) {
    source.report('wrong-type', entry.value.start, `'${entry.key}' is empty`);
  }
  const seen = new Set<string>();
  return readNames(source, entry).map(({ value, start }) => {
    if (seen.has(value)) source.report('repeated-reference', start, `'${value}' stands here twice`);
    seen.add(value);
    return { name: value, place: source.place(start) };
  });
}
