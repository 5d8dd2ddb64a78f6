import { isAlias, isMap, isScalar, isSeq, type Document, type Node } from 'yaml';
import type { Value } from '../rule.ts';
import { MAX_YAML_DEPTH } from './nesting.ts';
import type { Range, Source } from './source.ts';

/** YAML as plain values that remember where they were written. Aliases have been followed. */
export type Tree = ScalarTree | ListTree | MapTree;

export interface ScalarTree extends Range {
  readonly kind: 'scalar';
  readonly value: Value;
}

export interface ListTree extends Range {
  readonly kind: 'list';
  readonly items: readonly Tree[];
}

export interface MapTree extends Range {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: Tree;
}

/** What `yaml` itself allows by default: enough for any rule, too few for an alias bomb. */
const MAX_ALIASES = 100;

/**
 * Turns a document into a tree, or reports one problem and answers undefined. Depth is measured
 * again, because aliases hang trees into each other.
 */
export function yamlTree(source: Source, document: Document): Tree | undefined {
  const open = new Set<Node>();
  let aliases = 0;
  let broken = false;

  function fail(code: 'yaml-alias' | 'too-deep', offset: number, message: string): ScalarTree {
    if (!broken) source.report(code, offset, message);
    broken = true;
    return { kind: 'scalar', value: null, start: offset, end: offset };
  }

  function grow(node: unknown, fallback: Range): Tree {
    const range = rangeOf(node, fallback);
    if (broken) return { kind: 'scalar', value: null, ...range };
    if (open.size >= MAX_YAML_DEPTH) {
      return fail('too-deep', range.start, `nested more than ${MAX_YAML_DEPTH} levels deep`);
    }
    if (isAlias(node)) {
      const target = node.resolve(document);
      aliases += 1;
      if (target === undefined) {
        return fail('yaml-alias', range.start, `no anchor '&${node.source}' before this alias`);
      }
      if (open.has(target)) {
        return fail('yaml-alias', range.start, `'*${node.source}' stands inside its own anchor`);
      }
      if (aliases > MAX_ALIASES) {
        return fail('yaml-alias', range.start, `more than ${MAX_ALIASES} aliases are followed`);
      }
      return grow(target, range);
    }
    if (isSeq(node)) {
      open.add(node);
      const items = node.items.map((item) => grow(item, range));
      open.delete(node);
      return { kind: 'list', items, ...range };
    }
    if (isMap(node)) {
      open.add(node);
      const entries = node.items.map(({ key, value }): Entry => {
        const keyRange = rangeOf(key, range);
        const name = isScalar(key) ? String(key.value) : '';
        if (name === '<<') {
          source.report('merge-key', keyRange.start, 'merge keys are not part of YAML 1.2');
        }
        return { key: name, keyRange, value: grow(value, keyRange) };
      });
      open.delete(node);
      return { kind: 'map', entries, ...range };
    }
    return { kind: 'scalar', value: scalarValue(source, node, range), ...range };
  }

  const tree = grow(document.contents, { start: 0, end: 0 });
  return broken ? undefined : tree;
}

function scalarValue(source: Source, node: unknown, range: Range): Value {
  const value: unknown = isScalar(node) ? node.value : null;
  if (typeof value === 'number') {
    // Account ids run past 2^53: read as numbers, two of them could be the same one.
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
      source.report('bad-number', range.start, 'this number cannot be held exactly: quote it');
    }
    return value;
  }
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

/** A value that is not there at all, as after `key:`, is said to stand where its key does. */
function rangeOf(node: unknown, fallback: Range): Range {
  if (!isScalar(node) && !isMap(node) && !isSeq(node) && !isAlias(node)) return fallback;
  if (!node.range) return fallback;
  const [start, end] = node.range;
  return start === end ? fallback : { start, end };
}
