/**
 * The values of a field: those of every member where the way to it leads through arrays. An empty
 * array, at the end of the way, is a field with no value, which is null. A field that is missing has
 * none at all.
 */
export function readField(event: unknown, field: string): readonly unknown[] {
  return follow(event, field.split('.'));
}

function follow(value: unknown, names: readonly string[]): readonly unknown[] {
  if (names.length === 0) {
    const members = [value].flat(Infinity);
    return members.length === 0 ? [null] : members;
  }
  if (Array.isArray(value)) return value.flatMap((member) => follow(member, names));
  if (typeof value !== 'object' || value === null) return [];
  // A key that is written with dots wins over the path, the longest first, where it leads anywhere.
  for (let length = names.length; length > 0; length -= 1) {
    const own = Object.getOwnPropertyDescriptor(value, names.slice(0, length).join('.'));
    const found = own === undefined ? [] : follow(own.value, names.slice(length));
    if (found.length > 0) return found;
  }
  return [];
}

/** Every value of an event that is neither a list nor a map, however deep. */
export function scalarsOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(scalarsOf);
}
