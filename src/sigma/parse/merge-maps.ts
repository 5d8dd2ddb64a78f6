import type { Entry, MapTree } from './yaml-tree.ts';

/** Lays a map over another: maps in both merge, and all else that the upper one has is replaced. */
export function mergeMaps(under: MapTree, over: MapTree): MapTree {
  const entries = new Map<string, Entry>(under.entries.map((entry) => [entry.key, entry]));
  for (const entry of over.entries) {
    const below = entries.get(entry.key)?.value;
    const merges = below?.kind === 'map' && entry.value.kind === 'map';
    entries.set(entry.key, merges ? { ...entry, value: mergeMaps(below, entry.value) } : entry);
  }
  return { ...over, entries: [...entries.values()] };
}
