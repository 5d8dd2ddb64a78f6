/** The text that an event value has. Lists, maps and null have none. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

/** The texts of the values that have one. */
export function textsOf(values: readonly unknown[]): readonly string[] {
  return values.map(textOf).filter((text) => text !== undefined);
}

/** Two texts are the same to a rule that does not say `cased` where they fold to the same. */
export function fold(text: string): string {
  return [...text]
    .map((character) => (character === 'İ' ? character : character.toLowerCase()))
    .join('')
    .replaceAll('ς', 'σ');
}

/** The number that a value is, or that its text writes in decimals. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? Number(value) : undefined;
}
