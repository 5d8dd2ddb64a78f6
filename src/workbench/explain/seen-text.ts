import { clip } from '../../alerts/clip.ts';
import { isSecretName, redact, REDACTED } from '../../alerts/redact.ts';
import { isFields, parseJson } from '../../model/fields.ts';

/** Longer texts of an event than this tell no more. */
const LONGEST = 60;

/** How often JSON in a text in JSON is looked into. */
const DEEPEST = 6;

/** Values that an event has under a field, as JSON: each cut, and without what is secret. */
export function seenTexts(field: string, values: readonly unknown[]): readonly string[] {
  const shown = isSecret(field) ? values.map(hidden) : withoutOptions(values);
  return shown.map((value) =>
    typeof value === 'string' && value !== REDACTED
      ? JSON.stringify(cut(value))
      : value === REDACTED
        ? REDACTED
        : cut(JSON.stringify(value)),
  );
}

/** A value that an event has under a field, likewise. */
export function seenText(field: string, value: unknown): string {
  return seenTexts(field, [value])[0] ?? '';
}

/** A text that an event has under a field, as it is, but cut, and without what is secret. */
export function seenPlainly(field: string, text: string): string {
  return isSecret(field) && text !== '' ? REDACTED : cut(text);
}

/** What a field says of its value holds for all that is below it: `requestParameters.Credentials.Value`. */
function isSecret(field: string): boolean {
  return field.split('.').some(isSecretName);
}

function hidden(value: unknown): unknown {
  return value === '' || value === null ? value : REDACTED;
}

/** A secret that the cut goes through has still the shape of one. */
function cut(text: string): string {
  return clip(redact(clip(withoutSecrets(text), 4 * LONGEST)), LONGEST);
}

/** A key of JSON, which quotes may be escaped in, whose value is a list or a map. */
const opening = /\\*"((?:[^"\\]|\\(?!"))*)\\*"\s*:\s*(?=[[{])/g;

/** JSON is looked into: a secret may stand deeper in it than its shape tells. */
function withoutSecrets(text: string, depth = 0): string {
  if (!/^\s*[[{]/.test(text)) return text;
  const parsed = depth < DEEPEST ? parseJson(text) : undefined;
  if (parsed !== undefined) return JSON.stringify(cleaned(parsed, depth));
  // JSON that was cut off, or is too deep: nothing behind the name of a secret is told.
  for (const { 0: match, 1: name = '', index } of text.matchAll(opening)) {
    if (isSecretName(name)) return text.slice(0, index + match.length) + REDACTED;
  }
  return text;
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return withoutSecrets(value, depth + 1);
  if (Array.isArray(value)) return withoutOptions(value).map((each) => cleaned(each, depth));
  if (!isFields(value)) return value;
  const isPair = ['Name', 'Key', 'ParameterKey', 'name', 'key'].some((key) => {
    const name = value[key];
    return typeof name === 'string' && isSecretName(name);
  });
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const isValue = isPair && /value$/i.test(key);
      return [key, isValue || isSecretName(key) ? hidden(inner) : cleaned(inner, depth)];
    }),
  );
}

/** In `['--password', 'abc']` one text says what the next one is. */
function withoutOptions(values: readonly unknown[]): readonly unknown[] {
  return values.map((value, at) => {
    const before = values[at - 1];
    const isNamed = typeof before === 'string' && /^[\w-]{1,100}$/.test(before);
    return isNamed && isSecretName(before) ? hidden(value) : value;
  });
}
