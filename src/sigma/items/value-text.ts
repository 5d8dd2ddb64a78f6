/**
 * The text that a rule's strings are compared with. Lists, maps and null have none: a rule that
 * means their members names a path to them.
 */
export function valueText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}
