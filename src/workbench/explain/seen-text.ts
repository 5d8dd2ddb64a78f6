import { clip } from '../../alerts/clip.ts';
import { isSecretName, redact, REDACTED } from '../../alerts/redact.ts';

/** Longer texts of an event than this tell no more. */
const LONGEST = 60;

/** A value that an event has under a field, as JSON: cut, and without what is secret. */
export function seenText(field: string, value: unknown): string {
  const name = field.slice(field.lastIndexOf('.') + 1);
  if (isSecretName(name) && value !== '' && value !== null) return REDACTED;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // A secret that the cut goes through has still the shape of one.
  const shown = clip(redact(clip(text, 4 * LONGEST)), LONGEST);
  return typeof value === 'string' ? JSON.stringify(shown) : shown;
}
