import type { Text } from '../../model/text.ts';

/** A text for a terminal. */
export function plainText(text: Text): string {
  return text
    .map((span) => {
      if (span.kind === 'link') return `${span.label} ${span.url}`;
      return span.kind === 'label' ? span.text : visible(span.text);
    })
    .join('');
}

/**
 * A value as JSON for a terminal: the same value, with what `visible` would take away escaped. With an
 * indent it stands on many lines.
 */
export function visibleJson(value: unknown, indent = 0): string {
  // Line breaks of texts are escaped as it is.
  return JSON.stringify(value, undefined, indent).replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, (character) =>
    character.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/** What strangers wrote must not move the terminal's cursor, change its colours or turn its text. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
}
