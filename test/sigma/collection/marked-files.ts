import {
  readCollection,
  type ReadCollection,
} from '../../../src/sigma/collection/read-collection.ts';
import { places, unmark } from '../one-rule.ts';

/** A detection rule that wants `value` in the field `a`. */
export function rule(name: string, more = '', value = name): string {
  return `name: ${name}\ntitle: ${name}\nlogsource: {product: p, service: s}\ndetection: {sel: {a: ${value}}, condition: sel}\n${more}`;
}

/** A correlation rule that refers to others, which are given in YAML's flow style. */
export function correlation(name: string, rules: string): string {
  return `name: ${name}\ntitle: ${name}\ncorrelation: {type: temporal, timespan: 5m, rules: ${rules}}\n`;
}

/** Reads texts as the files 1.yml, 2.yml and so on. Throws where there is a problem. */
export function read(...texts: readonly string[]): ReadCollection {
  const collection = readCollection(named(texts), new Map());
  if (collection.problems.length > 0) throw new Error(JSON.stringify(collection.problems));
  return collection;
}

/**
 * As `read`, of texts in which `‹code›` stands before each place that a problem should point at.
 * Places are those of each file in turn.
 */
export function readMarked(...marked: readonly string[]): {
  readonly collection: ReadCollection;
  readonly expected: readonly (readonly string[])[];
  readonly found: readonly (readonly string[])[];
} {
  const files = marked.map(unmark);
  const collection = readCollection(named(files.map(({ text }) => text)), new Map());
  const found = files.map((_, index) =>
    places(collection.problems.filter(({ file }) => file === `${index + 1}.yml`)),
  );
  return { collection, found, expected: files.map(({ expected }) => expected) };
}

function named(texts: readonly string[]) {
  return texts.map((text, index) => ({ text, file: `${index + 1}.yml` }));
}
