import type { Place } from '../problem.ts';
import { readDocuments } from './read-documents.ts';
import { findEntry } from './read-key.ts';
import { openSource } from './source.ts';
import type { Entry, MapTree, Tree } from './yaml-tree.ts';

/** Keys of maps, and numbers: the place of a member in its list, or of an entry in its map, from 0. */
export type Path = readonly (string | number)[];

/** Where the parts of a file's rules stand. `line` is a rule's, that of its title. */
export interface Places {
  /** Undefined where the path leads to nothing. */
  tree(line: number, path: Path): Tree | undefined;
  /** Where the value at a path stands, or the last value on the way to it that there is. */
  value(line: number, path: Path): Place;
  /** Where the key stands that a path ends with; what stands under no key, where its value does. */
  key(line: number, path: Path): Place;
}

/** Reads a file of rules again, for those who have something to say of a part of one. */
export function openPlaces(text: string, file: string): Places {
  const source = openSource(text, file);
  const rules = new Map<number, MapTree[]>();
  for (const { tree } of readDocuments(source)) {
    const title = tree.kind === 'map' ? findEntry(tree, 'title') : undefined;
    if (tree.kind !== 'map' || title === undefined) continue;
    const { line } = source.place(title.keyRange.start);
    // Documents may have their title from the same place: from one with `action: global`.
    rules.set(line, [...(rules.get(line) ?? []), tree]);
  }

  function steps(line: number, path: Path): readonly (Entry | Tree)[] {
    const found = (rules.get(line) ?? []).map((tree) => follow(tree, path));
    const [furthest = []] = found.toSorted((a, b) => b.length - a.length);
    return furthest;
  }

  return {
    tree(line, path) {
      const taken = steps(line, path);
      const last = taken.at(-1);
      return last && taken.length === path.length + 1 ? valueOf(last) : undefined;
    },
    value(line, path) {
      const last = steps(line, path).at(-1);
      return last ? source.place(valueOf(last).start) : { file, line, column: 1 };
    },
    key(line, path) {
      const last = steps(line, path).at(-1);
      if (last === undefined) return { file, line, column: 1 };
      return source.place('key' in last ? last.keyRange.start : last.start);
    },
  };
}

/** The tree, and what a path leads to in it, as far as it leads. */
function follow(tree: Tree, path: Path): readonly (Entry | Tree)[] {
  const taken: (Entry | Tree)[] = [tree];
  let at = tree;
  for (const part of path) {
    const next = step(at, part);
    if (next === undefined) break;
    taken.push(next);
    at = valueOf(next);
  }
  return taken;
}

function step(tree: Tree, part: string | number): Entry | Tree | undefined {
  if (tree.kind === 'map') {
    return typeof part === 'number' ? tree.entries[part] : findEntry(tree, part);
  }
  return tree.kind === 'list' && typeof part === 'number' ? tree.items[part] : undefined;
}

function valueOf(step: Entry | Tree): Tree {
  return 'key' in step ? step.value : step;
}
