import type { Text } from '../model/text.ts';

/** A text for a terminal: event values must not move its cursor or change its colours. */
export function plainText(text: Text): string {
  return text
    .map((span) => {
      if (span.kind === 'link') return `${span.label} ${span.url}`;
      return span.kind === 'label' ? span.text : span.text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
    })
    .join('');
}
