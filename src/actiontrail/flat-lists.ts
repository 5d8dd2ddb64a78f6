import type { Fields } from '../model/fields.ts';

/** `DesktopId.1`: the name of a list, and a member's number. */
const numbered = /^(.+)\.(\d{1,6})$/s;

/**
 * RPC calls write a list as one parameter for each member: `{'DesktopId.1': 'a', 'DesktopId.2': 'b'}`.
 * Answers the parameters with each such list as an array beside them, under its plain name; what stands
 * there already is its beginning. Parameters without such lists are answered as they are.
 */
export function withLists(parameters: Fields): Fields {
  let lists: Map<string, [number: number, member: unknown][]> | undefined;
  for (const key in parameters) {
    if (!endsInDigit(key)) continue;
    const [, name, number] = numbered.exec(key) ?? [];
    if (name === undefined || !Object.hasOwn(parameters, key)) continue;
    lists ??= new Map();
    const members = lists.get(name) ?? [];
    members.push([Number(number), parameters[key]]);
    lists.set(name, members);
  }
  if (lists === undefined) return parameters;
  const arrays = [...lists].map(([name, members]) => {
    const plain = Object.hasOwn(parameters, name) ? [parameters[name]] : [];
    const inOrder = members.toSorted(([a], [b]) => a - b).map(([, member]) => member);
    return [name, [...plain, ...inOrder]] as const;
  });
  return Object.fromEntries([...Object.entries(parameters), ...arrays]);
}

/** Most parameters end in something else, and looking is cheaper than matching. */
function endsInDigit(key: string): boolean {
  const last = key.charCodeAt(key.length - 1);
  return last >= 48 && last <= 57;
}
