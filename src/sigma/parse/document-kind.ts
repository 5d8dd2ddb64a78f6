import { findEntry } from './read-key.ts';
import type { Entry, MapTree } from './yaml-tree.ts';

/**
 * What one YAML document is. This is the only place that tells documents apart: a kind that is to be
 * read gets a reader in `parseRules`, the others are refused by `reason`, at the key that gave them
 * away.
 */
export type DocumentKind =
  | { readonly kind: 'rule' }
  | { readonly kind: 'unsupported'; readonly reason: string; readonly mark: Entry };

export function documentKind(map: MapTree): DocumentKind {
  const correlation = findEntry(map, 'correlation');
  if (correlation !== undefined) return unsupported(correlation, 'correlation rules are');
  const filter = findEntry(map, 'filter');
  if (filter !== undefined) return unsupported(filter, 'filter documents are');
  const action = findEntry(map, 'action');
  if (action !== undefined && isCollectionAction(action)) {
    return unsupported(action, "collections with 'action' are");
  }
  return { kind: 'rule' };
}

/** With any other value, `action` is a custom key of a rule like every other. */
function isCollectionAction({ value }: Entry): boolean {
  const word = value.kind === 'scalar' ? value.value : undefined;
  return word === 'global' || word === 'reset' || word === 'repeat';
}

function unsupported(mark: Entry, what: string): DocumentKind {
  return { kind: 'unsupported', reason: `${what} not supported yet`, mark };
}
