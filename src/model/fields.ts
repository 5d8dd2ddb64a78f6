/** A record as JSON gives it: anything may be missing, or of another type than it should be. */
export type Fields = Readonly<Record<string, unknown>>;

/** JSON text or undefined: what an outsider wrote is never worth an exception. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an object has no key of its own. */
export function isEmpty(fields: Fields): boolean {
  for (const key in fields) if (Object.hasOwn(fields, key)) return false;
  return true;
}

/** An object, whether written as one or as JSON text; ActionTrail does both. */
export function asFields(value: unknown): Fields | undefined {
  if (isFields(value)) return value;
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return undefined;
  const parsed = parseJson(value);
  return isFields(parsed) ? parsed : undefined;
}

/** A non-empty string, or a number as text; ActionTrail writes '' for what is absent. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  return value.trim() === '' ? undefined : value;
}

/** Whether `key` is `name`, or its numbered kin: arrays are also written `DesktopId.1`, `DesktopId.2`. */
export function isNumbered(key: string, name: string): boolean {
  if (key === name) return true;
  return key.startsWith(`${name}.`) && /^\d+$/.test(key.slice(name.length + 1));
}
