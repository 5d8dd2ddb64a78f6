import { mergeMaps } from './merge-maps.ts';
import { findEntry } from './read-key.ts';
import type { Source } from './source.ts';
import { readYaml } from './yaml-documents.ts';
import type { Entry, MapTree, Tree } from './yaml-tree.ts';

/** A document that stands for itself: what `action` makes of several is one of these. */
export interface RuleDocument {
  readonly tree: Tree;
  /** Whether the YAML of all that went into it is without a problem. */
  readonly sound: boolean;
}

interface Part {
  readonly map: MapTree;
  readonly sound: boolean;
}

interface Action {
  readonly word: 'global' | 'reset' | 'repeat';
  readonly entry: Entry;
}

/** Each merge makes a copy, so this bounds how much a small file can grow to. */
const MOST_MERGES = 1_000;

/**
 * Reads the documents of a file and resolves `action`, which SigmaHQ's pySigma reads and the
 * specification leaves out, as it does there: `global` lies over every detection rule after it, up to
 * `reset` or the next `global`, and correlation rules and filters take nothing from it; `repeat` lies
 * over the document before it. With any other value `action` is a custom key.
 */
export function* readDocuments(source: Source): Generator<RuleDocument> {
  let global: Part | undefined;
  let previous: Part | 'none' | 'unreadable' = 'none';
  let merges = 0;
  let empty = true;

  for (const { tree, sound } of readYaml(source)) {
    if (tree?.kind !== 'map') {
      previous = 'unreadable';
      empty = false;
      if (tree !== undefined) yield { tree, sound };
      continue;
    }
    const action = actionOf(tree);
    const part: Part = { map: action === undefined ? tree : without(action, tree), sound };
    if (action?.word === 'reset') {
      global = undefined;
      continue;
    }
    if (action?.word === 'global') {
      global = part;
      previous = part;
      continue;
    }
    empty = false;
    if (action?.word === 'repeat') {
      if (previous === 'none') {
        const { start } = action.entry.keyRange;
        source.report('nothing-to-repeat', start, 'no document stands before this one');
        previous = 'unreadable';
      }
      // The slip in what it repeats has been reported already.
      if (previous === 'unreadable') continue;
      previous = merge(previous, part);
    } else {
      previous = part;
    }
    if (global !== undefined && isRule(previous.map)) {
      const { start, end } = tree;
      const { map, sound: both } = merge(previous, global);
      // What the two lack is reported where the rule is.
      previous = { map: { ...map, start, end }, sound: both };
    }
    if (merges > MOST_MERGES) {
      const message = `more than ${MOST_MERGES} documents of this file build on others: split it`;
      source.report('too-many-documents', tree.start, message);
      return;
    }
    yield { tree: previous.map, sound: previous.sound };
  }

  if (empty && source.problems.length === 0) {
    source.report('empty-file', 0, "the file holds no rule: 'global' and 'reset' are none");
  }

  function merge(under: Part, over: Part): Part {
    merges += 1;
    return { map: mergeMaps(under.map, over.map), sound: under.sound && over.sound };
  }
}

function actionOf(map: MapTree): Action | undefined {
  const entry = findEntry(map, 'action');
  const word = entry?.value.kind === 'scalar' ? entry.value.value : undefined;
  const known = word === 'global' || word === 'reset' || word === 'repeat';
  return entry !== undefined && known ? { word, entry } : undefined;
}

function without({ entry }: Action, map: MapTree): MapTree {
  return { ...map, entries: map.entries.filter((other) => other !== entry) };
}

function isRule(map: MapTree): boolean {
  return findEntry(map, 'correlation') === undefined && findEntry(map, 'filter') === undefined;
}
