import type { Lists } from '../expand.ts';
import type { Problem } from '../problem.ts';
import type { Value } from '../rule.ts';
import { orderProblems } from './order-problems.ts';
import { openSource, type Source } from './source.ts';
import { readYaml } from './yaml-documents.ts';
import type { Entry, Tree } from './yaml-tree.ts';

export interface ParsedLists {
  readonly lists: Lists;
  readonly problems: readonly Problem[];
}

/** What `%name%` can name in a rule. */
const listName = /^[\w.-]+$/;

/**
 * Reads files that are maps of a list's name to its values, texts or numbers, for the modifier
 * `expand`. All files share their names, so one that two lists have is a problem. A list with a
 * problem is left out: a rule that went by half of it would miss what the rest is about.
 */
export function parseLists(
  files: readonly { readonly text: string; readonly file: string }[],
): ParsedLists {
  const lists = new Map<string, readonly Value[]>();
  const homes = new Map<string, { readonly file: string; readonly tree: Tree }>();
  const problems: Problem[] = [];
  for (const { text, file } of files) {
    const source = openSource(text, file);
    for (const { tree } of readYaml(source)) {
      if (tree === undefined) continue;
      for (const entry of entriesOf(source, tree)) {
        const before = source.problems.length;
        const values = readList(source, entry);
        const home = homes.get(entry.key);
        if (home === undefined) homes.set(entry.key, { file, tree });
        // Twice in one map is a problem of the YAML already.
        else if (home.tree !== tree) {
          const message = `there is a list '${entry.key}' in ${home.file} already`;
          source.report('duplicate-list', entry.keyRange.start, message);
        }
        if (home === undefined && source.problems.length === before) lists.set(entry.key, values);
      }
    }
    problems.push(...orderProblems(source.problems));
  }
  return { lists, problems };
}

function entriesOf(source: Source, tree: Tree): readonly Entry[] {
  if (tree.kind === 'map') return tree.entries;
  source.report('wrong-type', tree.start, "a file of lists is a map like 'name: [value, value]'");
  return [];
}

function readList(source: Source, { key, keyRange, value: tree }: Entry): readonly Value[] {
  if (!listName.test(key)) {
    const message = `no '%name%' could name '${key}': letters, digits, '_', '-' and '.' can`;
    source.report('list-name', keyRange.start, message);
  }
  const items = tree.kind === 'list' ? tree.items : [tree];
  const values = items.flatMap((item) => {
    if (
      item.kind === 'scalar' &&
      (typeof item.value === 'string' || typeof item.value === 'number')
    ) {
      return [item.value];
    }
    source.report('wrong-type', item.start, `'${key}' must be a list of texts and numbers`);
    return [];
  });
  if (items.length === 0) source.report('empty-list', tree.start, `'${key}' has no values`);
  return values;
}
