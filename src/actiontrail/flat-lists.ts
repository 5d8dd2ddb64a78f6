import { type Fields, parseJson } from '../model/fields.ts';

/** The members of a list so far, with the number of the last one. */
interface Members {
  readonly values: [number: number, value: unknown][];
  isInOrder: boolean;
}

/**
 * Parameters with an array for each list that the record does not write as one: member by member, as RPC
 * calls do (`{'DesktopId.1': 'a', 'DesktopId.2': 'b'}`), under its plain name beside them; or as a text
 * (`'["a", "b"]'`), in its place. Parameters without such lists are answered as they are.
 *
 * Whoever calls may add a parameter that the service does not read. Of a name that `isList`, what stands
 * under it and its members are one list, so that neither hides the other; of any other name the plain one
 * wins over members, so that a switch is what it was set to.
 */
export function withLists(parameters: Fields, isList: (name: string) => boolean): Fields {
  let lists: Map<string, Members> | undefined;
  let texts: [name: string, members: readonly unknown[]][] | undefined;
  for (const key in parameters) {
    const value = parameters[key];
    if (typeof value === 'string' && value.charCodeAt(0) === OPEN_LIST) {
      const members = plainList(value);
      if (members) (texts ??= []).push([key, members]);
    }
    const dot = numberFrom(key);
    if (dot === -1) continue;
    const name = key.slice(0, dot);
    lists ??= new Map();
    let members = lists.get(name);
    if (members === undefined) {
      if (plainOf(parameters, name).length > 0 && !isList(name)) continue;
      members = { values: [], isInOrder: true };
      lists.set(name, members);
    }
    const number = Number(key.slice(dot + 1));
    if (number < (members.values.at(-1)?.[0] ?? 0)) members.isInOrder = false;
    members.values.push([number, value]);
  }
  if (texts === undefined && (lists === undefined || lists.size === 0)) return parameters;
  const copy = { ...parameters };
  for (const [name, members] of texts ?? []) put(copy, name, members);
  for (const [name, { values, isInOrder }] of lists ?? []) {
    const inOrder = isInOrder ? values : values.toSorted(([a], [b]) => a - b);
    put(copy, name, [...plainOf(parameters, name), ...inOrder.map(([, member]) => member)]);
  }
  return copy;
}

/** A parameter may be called as what all objects have. */
function put(fields: Record<string, unknown>, name: string, value: unknown): void {
  if (name in {}) {
    Object.defineProperty(fields, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else fields[name] = value;
}

/** Where in `DesktopId.12` the dot before a number stands, or -1: most parameters end in something else. */
function numberFrom(key: string): number {
  let at = key.length - 1;
  while (at > 0 && isDigit(key.charCodeAt(at))) at -= 1;
  const digits = key.length - 1 - at;
  return at > 0 && digits > 0 && digits <= MOST_DIGITS && key.charCodeAt(at) === DOT ? at : -1;
}

function isDigit(character: number): boolean {
  return character >= 48 && character <= 57;
}

const MOST_DIGITS = 6;

const DOT = '.'.charCodeAt(0);

const OPEN_LIST = '['.charCodeAt(0);

/** What stands under a plain name; none where that is nothing, however it is written. */
function plainOf(parameters: Fields, name: string): readonly unknown[] {
  const plain = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (plain === undefined || plain === null) return [];
  if (Array.isArray(plain)) return plain;
  if (typeof plain !== 'string') return [plain];
  return plain.trim() === '' ? [] : (plainList(plain) ?? [plain]);
}

/** The members of a JSON list of plain values; undefined for anything else, such as a list of maps. */
function plainList(text: string): readonly unknown[] | undefined {
  const value = parseJson(text);
  const isPlain = Array.isArray(value) && value.every((each) => typeof each !== 'object');
  return isPlain ? value : undefined;
}
