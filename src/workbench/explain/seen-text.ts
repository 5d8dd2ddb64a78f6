import { clip } from '../../alerts/clip.ts';
import { isSecretName, redact, REDACTED } from '../../alerts/redact.ts';
import { parseJson } from '../../model/fields.ts';

/** Longer texts of an event than this tell no more. */
const LONGEST = 60;

/** A value that an event has under a field, as JSON: cut, and without what is secret. */
export function seenText(field: string, value: unknown): string {
  if (isSecret(field) && value !== '' && value !== null) return REDACTED;
  if (typeof value === 'string') return JSON.stringify(cut(value));
  return cut(JSON.stringify(value));
}

/** A text that an event has under a field, as it is, but cut, and without what is secret. */
export function seenPlainly(field: string, text: string): string {
  return isSecret(field) && text !== '' ? REDACTED : cut(text);
}

/** What a field says of its value holds for all that is below it: `requestParameters.Credentials.Value`. */
function isSecret(field: string): boolean {
  return field.split('.').some(isSecretName);
}

/** A secret that the cut goes through has still the shape of one. */
function cut(text: string): string {
  return clip(redact(clip(withoutSecrets(text), 4 * LONGEST)), LONGEST);
}

/** JSON is looked into: a secret may stand deeper in it than its shape tells. */
function withoutSecrets(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  const parsed = parseJson(text);
  if (parsed === undefined) return text;
  return JSON.stringify(parsed, (key, value: unknown) =>
    isSecretName(key) && value !== '' && value !== null ? REDACTED : value,
  );
}
