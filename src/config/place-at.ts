import { type Fields, isFields } from '../model/fields.ts';
import { configSchema } from './json-schema.ts';
import { valueAt } from './read-issue.ts';

/** What the schema says of a place in trailbell.yml. */
export interface Place {
  /** Empty where it says nothing. */
  readonly description: string;
  /** Texts that may stand there: only durations have some. */
  readonly examples: readonly unknown[];
  /** The keys that may stand in it. */
  readonly keys: readonly string[];
  /** Where a key may stand that may not stand in it: dotted, from there. */
  homesOf(key: string): Homes;
}

export interface Homes {
  /** Those of its keys right below which it may stand. */
  readonly below: readonly string[];
  /** The lists in whose entries it may. */
  readonly entriesOf: readonly string[];
}

/** What the schema says of the place at a path of a value of trailbell.yml. */
export function placeAt(path: readonly PropertyKey[], value: unknown): Place {
  const root = configSchema();
  let schemas = spread(root, value);
  for (const [at, key] of path.entries()) {
    const found = valueAt(value, path.slice(0, at + 1));
    schemas = schemas.flatMap((schema) => step(schema, key, found));
  }
  const [description = ''] = schemas.flatMap(({ description: text }) =>
    typeof text === 'string' ? [text] : [],
  );
  const [examples = []] = schemas.flatMap(({ examples: all }) => (isList(all) ? [all] : []));
  return {
    description,
    examples,
    keys: keysOf(schemas),
    homesOf(key) {
      const holds = (below: readonly Fields[]) => keysOf(below).includes(key);
      const lists = (of: readonly Fields[], above: string) =>
        childrenOf(of).flatMap(([name, below]) => (holds(itemsOf(below)) ? [above + name] : []));
      const children = childrenOf(schemas);
      return {
        below: children.flatMap(([name, below]) => (holds(below) ? [name] : [])),
        entriesOf: [
          ...children.flatMap(([name, below]) => lists(below, `${name}.`)),
          ...lists(schemas, ''),
        ],
      };
    },
  };

  function step(schema: Fields, key: PropertyKey, found: unknown): readonly Fields[] {
    const { properties, items, additionalProperties: any } = schema;
    const name = String(key);
    const own =
      isFields(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
    return spread(own ?? (typeof key === 'number' ? items : any), found);
  }

  function childrenOf(of: readonly Fields[]): readonly (readonly [string, readonly Fields[]])[] {
    return keysOf(of).map((key) => [key, of.flatMap((each) => step(each, key, undefined))]);
  }

  function itemsOf(of: readonly Fields[]): readonly Fields[] {
    return of.flatMap(({ items }) => spread(items, undefined));
  }

  /** A schema with those that it refers to or offers; of the types of channels, the one that was chosen. */
  function spread(schema: unknown, found: unknown): readonly Fields[] {
    if (!isFields(schema)) return [];
    const { $ref: ref, anyOf, oneOf } = schema;
    const referred = typeof ref === 'string' ? [valueAt(root, ref.split('/').slice(1))] : [];
    const offered = [anyOf, oneOf].filter(isList).flat();
    const type = valueAt(found, ['type']);
    const chosen = offered.filter(
      (each) => type !== undefined && valueAt(each, ['properties', 'type', 'const']) === type,
    );
    const further = [...referred, ...(chosen.length > 0 ? chosen : offered)];
    return [schema, ...further.flatMap((each) => spread(each, found))];
  }
}

function keysOf(schemas: readonly Fields[]): readonly string[] {
  const keys = schemas.flatMap(({ properties }) =>
    isFields(properties) ? Object.keys(properties) : [],
  );
  return [...new Set(keys)];
}

/** `Array.isArray` alone would make `any` of what is in it. */
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
