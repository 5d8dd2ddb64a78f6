import { type Fields, parseJson } from '../model/fields.ts';

/** `DesktopId.1`: the name of a list, and a member's number. */
const numbered = /^(.+)\.(\d{1,6})$/s;

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
  let lists: Map<string, [number: number, member: unknown][]> | undefined;
  let texts: [name: string, members: readonly unknown[]][] | undefined;
  for (const key in parameters) {
    const value = parameters[key];
    if (typeof value === 'string' && value.charCodeAt(0) === OPEN_LIST) {
      const members = plainList(value);
      if (members) (texts ??= []).push([key, members]);
    }
    if (!endsInDigit(key)) continue;
    const [, name, number] = numbered.exec(key) ?? [];
    if (name === undefined || (plainOf(parameters, name).length > 0 && !isList(name))) continue;
    lists ??= new Map();
    const members = lists.get(name) ?? [];
    members.push([Number(number), value]);
    lists.set(name, members);
  }
  if (lists === undefined && texts === undefined) return parameters;
  const arrays = [...(lists ?? [])].map(([name, members]) => {
    const inOrder = members.toSorted(([a], [b]) => a - b).map(([, member]) => member);
    return [name, [...plainOf(parameters, name), ...inOrder]] as const;
  });
  return Object.fromEntries([...Object.entries(parameters), ...(texts ?? []), ...arrays]);
}

const OPEN_LIST = '['.charCodeAt(0);

/** Most parameters end in something else, and looking is cheaper than matching. */
function endsInDigit(key: string): boolean {
  const last = key.charCodeAt(key.length - 1);
  return last >= 48 && last <= 57;
}

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
